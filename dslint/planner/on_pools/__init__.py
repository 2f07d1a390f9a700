"""Questions about a plan for declared pools: what becomes of a DaemonSet on each, and why."""
