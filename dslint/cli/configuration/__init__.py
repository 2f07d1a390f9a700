"""Configuration files: find them beside the linted files, read them, and apply them to each file."""
