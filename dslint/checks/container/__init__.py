"""Checks of what single containers say: images, commands, probes, capabilities."""
