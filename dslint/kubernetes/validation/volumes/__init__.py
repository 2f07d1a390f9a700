"""Volumes and their sources."""
