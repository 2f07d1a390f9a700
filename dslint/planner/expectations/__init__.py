"""Expectations of a plan, and whether it meets them."""
