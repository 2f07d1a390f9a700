"""How an update replaces the pods: waves, budgets, obstacles, the minimum duration."""
