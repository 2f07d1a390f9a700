"""Explain why a text cannot be read."""
