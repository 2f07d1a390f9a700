"""Which nodes a DaemonSet wants, as its controller decides, and why not the others."""
