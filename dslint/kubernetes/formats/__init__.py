"""Strings with a format of their own: names, quantities, addresses, images, times."""
