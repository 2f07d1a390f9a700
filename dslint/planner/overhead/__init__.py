"""The cost of agents: per pool and node size, and the smallest machine with room for them."""
