"""Symbols for outcomes, so that color is not necessary."""

from __future__ import annotations

SYMBOLS = {"runs": "✓", "pending": "!", "blocked": "✕", "not here": "–"}


def outcome_class(word: str) -> str:
    """Return the style sheet class of an outcome, which sets the color."""
    return word.replace(" ", "-")
