"""Repair text that lost its structure: indentation, odd characters, misplaced keys."""
