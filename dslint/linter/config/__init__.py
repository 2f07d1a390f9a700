"""The configuration: a text to settings, several files to one, and what of it holds for a DaemonSet."""
