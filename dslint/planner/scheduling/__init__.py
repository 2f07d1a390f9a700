"""Whether the pods fit on their nodes, beside each other and beside existing pods."""
