"""Containers and their fields."""
