"""Checks of volumes and their mounts."""
