"""Findings and plans as text: one module per format, each a function from a value to a string."""
