"""The version, as a constant: reading package metadata at start-up would cost more than linting."""

__version__ = "0.1.0"
