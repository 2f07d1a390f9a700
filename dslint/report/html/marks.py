"""Outcomes as symbols, so that colour is not needed."""

from __future__ import annotations

SYMBOLS = {"runs": "✓", "pending": "!", "blocked": "✕", "not here": "–"}


def outcome_class(word: str) -> str:
    """The class of an outcome in the style sheet, which brings the colour."""
    return word.replace(" ", "-")
