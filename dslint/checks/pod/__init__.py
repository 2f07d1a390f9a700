"""Checks of the pod itself: containers, volumes, ports, updates."""
