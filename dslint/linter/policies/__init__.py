"""Admission policies as findings."""
