"""The configuration: read settings, merge files, and find the settings of a DaemonSet."""
