"""Checks of where the pods run: tolerations, selectors, affinity."""
