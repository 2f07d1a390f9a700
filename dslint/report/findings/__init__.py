"""Findings: one module for each format."""
