"""How an update replaces the pods: waves, budgets, what blocks it, the least time."""
