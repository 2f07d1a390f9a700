"""The Kubernetes versions dslint knows, and how people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

RELEASES = {
    "1.28": "1.28.15",
    "1.29": "1.29.15",
    "1.30": "1.30.14",
    "1.31": "1.31.14",
    "1.32": "1.32.13",
    "1.33": "1.33.13",
    "1.34": "1.34.12",
    "1.35": "1.35.8",
    "1.36": "1.36.5",
    "1.37": "1.37.2",
}
"""Version -> the release whose code dslint's facts about it come from; oldest first."""
KNOWN: tuple[str, ...] = tuple(RELEASES)
"""Oldest first."""
NEWEST = KNOWN[-1]

_WRITTEN = re.compile(r"v?(\d+)\.(\d+)(?:[.+-].*)?\Z")


class UnknownVersion(ValueError):  # noqa: N818 - says what is wrong, as in "unknown version 1.12"
    """The text is no version, or one dslint has no facts about."""


def minor(text: str) -> str:
    """`v1.34.4-eks-ab12` is `1.34`. Raises UnknownVersion when it is no version at all."""
    match = _WRITTEN.match(text.strip())
    if match is None:
        msg = f"{text!r} is not a Kubernetes version; write one like {NEWEST} or v{NEWEST}.2"
        raise UnknownVersion(msg)
    return f"{int(match[1])}.{int(match[2])}"


def at_least(version: str, other: str) -> bool:
    """Whether a minor version such as `1.36` is `other` or newer."""
    return _number(version) >= _number(other)


def parse_range(text: str) -> tuple[str, ...]:
    """`1.36` or `1.34..1.37` as known versions, oldest first. Raises UnknownVersion."""
    first, _, last = text.partition("..")
    low = minor(first)
    high = minor(last) if last else low
    for version in (low, high):
        if version not in KNOWN:
            msg = f"Kubernetes {version} is not known; dslint knows {KNOWN[0]} to {NEWEST}"
            raise UnknownVersion(msg)
    if _number(low) > _number(high):
        msg = f"the range {text!r} is reversed; write {high}..{low}"
        raise UnknownVersion(msg)
    return tuple(version for version in KNOWN if _number(low) <= _number(version) <= _number(high))


def in_order(versions: Iterable[str]) -> tuple[str, ...]:
    """Minor versions, each once and oldest first."""
    return tuple(sorted(set(versions), key=_number))


def minor_number(version: str) -> int:
    """`1.36` is 36."""
    return _number(version)[1]


def _number(version: str) -> tuple[int, int]:
    major, _, rest = version.partition(".")
    return int(major), int(rest)
