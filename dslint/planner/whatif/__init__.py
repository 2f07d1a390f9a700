"""The effect of changed nodes, step by step."""
