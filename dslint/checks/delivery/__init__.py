"""Checks of what gets lost between a manifest and the pods: hooks, merges, configuration."""
