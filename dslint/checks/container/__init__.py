"""Checks of single containers: images, commands, probes, capabilities."""
