"""Phrases for messages: counts, lists, and the correct spelling of a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LIKE = 0.6
"""The minimum similarity of two words, from 0 to 1, as difflib computes it."""
_LONGEST = 100
"""The maximum number of compared characters: longer words are not misspelt names."""


def counted(number: int, noun: str) -> str:
    """`1 node`, `2 nodes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and 3 more`."""
    shown = list(names[:3])
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def either(values: Sequence[str]) -> str:
    """`A, B or C`; an empty value as `""`."""
    names = [value or '""' for value in values]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def closest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """Return the known name that is most similar to a word, for "did you mean"; empty if none is similar."""
    return next(iter(closest_few(word, known, 1, like)), "")


def closest_few(word: str, known: Iterable[str], most: int, like: float = _LIKE) -> list[str]:
    """Return up to this many known names that are similar to a word, the most similar first."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only where somebody misspelt a name

    return get_close_matches(word[:_LONGEST], list(known), most, like)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the hint after "unknown X": `did you mean Y?`, or another text if no known name is similar."""
    near = closest(word, known)
    return f"did you mean {near}?" if near else otherwise
