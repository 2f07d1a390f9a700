"""Names of the nodes of a pool written by hand: NAME-1, NAME-2, or the number in place of `{n}`."""

from __future__ import annotations

import re

from dslint.values.long_numbers import whole_number

_NUMBER = re.compile(r"\{n(?::0?(\d))?\}")
_WIDEST = 20
"""Digits of a number in a node's name; no name is longer than 253 characters."""


def numbered(pool: str, number: int) -> str:
    """The name of a node of a pool."""
    match = _NUMBER.search(pool)
    if match is None:
        return f"{pool}-{number}"
    return (
        pool[: match.start()]
        + str(number).zfill(min(whole_number(match[1] or "0"), _WIDEST))
        + pool[match.end() :]
    )


def title_of(pool: str) -> str:
    """The pool's name without the place for the number."""
    return _NUMBER.sub("", pool).rstrip("-.")
