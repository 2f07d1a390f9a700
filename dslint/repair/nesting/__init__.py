"""The nesting of a flattened manifest, found again from the types of its fields."""
