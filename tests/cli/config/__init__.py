"""Configuration files, from the command line."""
