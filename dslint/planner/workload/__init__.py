"""The demands of a DaemonSet: its pod, its requirements for nodes, and the objects that change them."""
