"""Lost indentation given back: the only nesting of flattened lines that fits the API."""
