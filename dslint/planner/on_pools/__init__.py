"""Queries about a plan for declared pools: the outcome of a DaemonSet on each, and why."""
