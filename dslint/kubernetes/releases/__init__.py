"""Differences between Kubernetes versions: gates, changes, and the effect of an upgrade on a manifest."""
