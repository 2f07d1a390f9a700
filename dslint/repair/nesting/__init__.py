"""Restore the nesting of a flattened manifest from the types of its fields."""
