"""What a DaemonSet asks for: its pod, its demands on nodes, and the objects that change them."""
