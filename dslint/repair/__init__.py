"""Text that lost its shape: indentation, odd characters, misplaced keys. One finding and its fix for each."""
