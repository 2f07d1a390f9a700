"""The nodes that a DaemonSet wants according to its controller, and why it does not want the others."""
