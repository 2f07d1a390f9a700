"""Whether the pods find room on their nodes, beside each other and beside what is there already."""
