"""Names of the nodes of a hand-written pool: NAME-1, NAME-2, or the number in place of `{n}`."""

from __future__ import annotations

import re

from dslint.values.long_numbers import whole_number

_NUMBER = re.compile(r"\{n(?::0?(\d))?\}")
PLACE = "{n}"
"""The placeholder of a node's number in a pool's name and in values of its labels."""
_WIDEST = 20
"""Digits of a number in a node's name; no name is longer than 253 characters."""


def numbered(pool: str, number: int | str) -> str:
    """The name of a node of a pool."""
    match = _NUMBER.search(pool)
    if match is None:
        return f"{pool}-{number}"
    return (
        pool[: match.start()]
        + str(number).zfill(min(whole_number(match[1] or "0"), _WIDEST))
        + pool[match.end() :]
    )


def has_number(text: str) -> bool:
    """Whether a text has a place for the number of a node."""
    return "{" in text and _NUMBER.search(text) is not None


def with_number(text: str, number: int) -> str:
    """Replace the placeholder of a text with the number; a text without one stays the same."""
    return numbered(text, number) if has_number(text) else text


def title_of(pool: str) -> str:
    """Return the name of the pool without the placeholder."""
    return _NUMBER.sub("", pool).rstrip("-.")
