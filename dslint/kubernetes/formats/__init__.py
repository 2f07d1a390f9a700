"""Formats of strings: names, quantities, addresses, images, times."""
