"""JSON as a manifest may be written in it, and what YAML cannot carry over to it."""
