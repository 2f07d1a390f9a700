"""What agents cost: per pool and node size, and the smallest machine that has room for them."""
