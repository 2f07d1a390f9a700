"""The Kubernetes versions that dslint knows, and how people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dslint.values.long_numbers import whole_number
from dslint.values.typed import NamedTuple

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
"""Version -> the release that is the source of dslint's facts about it; oldest first."""
KNOWN: tuple[str, ...] = tuple(RELEASES)
"""Oldest first."""
NEWEST = KNOWN[-1]

NEAREST = "nearest:"
"""A prefix of a version: if it is unknown, the nearest one is used."""

_WRITTEN = re.compile(r"v?(\d+)\.(\d+)(?:[.+-].*)?\Z")


class UnknownVersion(ValueError):  # noqa: N818 - says what is wrong, as in "unknown version 1.12"
    """The text is not a version, or dslint does not know the version."""


def minor(text: str) -> str:
    """Return the minor version: `v1.34.4-eks-ab12` is `1.34`. Raises UnknownVersion for an invalid text."""
    match = _WRITTEN.match(text.strip())
    if match is None:
        msg = f"{text!r} is not a Kubernetes version; write one like {NEWEST} or v{NEWEST}.2"
        raise UnknownVersion(msg)
    return f"{whole_number(match[1])}.{whole_number(match[2])}"


def at_least(version: str, other: str) -> bool:
    """Whether a minor version such as `1.36` is `other` or newer."""
    return _number(version) >= _number(other)


class Asked(NamedTuple):
    """The requested versions, oldest first; `unknown` are requested but unknown ones."""

    versions: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Return a note on an unknown requested version, or ""."""
        if not self.unknown:
            return ""
        names = " and ".join(self.unknown)
        verb = "is" if len(self.unknown) == 1 else "are"
        return (
            f"Kubernetes {names} {verb} unknown; checked against "
            f"{range_text(self.versions)}, the nearest known"
        )


def parse_range(text: str) -> tuple[str, ...]:
    """`1.36`, `1.34..1.37`, `1.34..` or `..1.36` as known versions, oldest first. Raises UnknownVersion.

    `nearest:1.27` is the nearest known version, and `nearest:1.20..1.30` the known part of a range.
    """
    return asked_for(text).versions


def asked_for(text: str, *, typed: bool = True) -> Asked:
    """Like `parse_range`; a version that nobody typed on the command line counts as `nearest:`."""
    written = text.strip().removeprefix(NEAREST)
    nearest = written != text.strip() or not typed
    first, dots, last = written.partition("..")
    low = minor(first) if first or not dots else KNOWN[0]
    high = minor(last) if last else (NEWEST if dots else low)
    if _number(low) > _number(high):
        msg = f"the range {written!r} is reversed; write {high}..{low}"
        raise UnknownVersion(msg)
    unknown = tuple(version for version in dict.fromkeys((low, high)) if version not in KNOWN)
    if unknown and not nearest:
        msg = (
            f"Kubernetes {unknown[0]} is not known; dslint knows {KNOWN[0]} to {NEWEST}"
            f" ({NEAREST}{written} means the nearest)"
        )
        raise UnknownVersion(msg)
    bounds = _number(nearest_known(low)), _number(nearest_known(high))
    versions = tuple(version for version in KNOWN if bounds[0] <= _number(version) <= bounds[1])
    return Asked(versions, unknown)


def nearest_known(version: str) -> str:
    """Return the nearest known minor version: itself, the oldest or the newest."""
    if version in KNOWN:
        return version
    return NEWEST if at_least(version, NEWEST) else KNOWN[0]


def range_text(versions: Sequence[str]) -> str:
    """`1.37`, or a range as it is typed: `1.34..1.37`."""
    return versions[0] if len(versions) == 1 else f"{versions[0]}..{versions[-1]}"


def spans_text(versions: Sequence[str]) -> str:
    """Return known versions in short: `1.28 to 1.31, 1.33`."""
    spans: list[list[str]] = []
    for version in versions:
        if spans and minor_number(version) == minor_number(spans[-1][-1]) + 1:
            spans[-1].append(version)
        else:
            spans.append([version])
    return ", ".join(span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}" for span in spans)


def in_order(versions: Iterable[str]) -> tuple[str, ...]:
    """Return distinct minor versions, oldest first."""
    return tuple(sorted(set(versions), key=_number))


def minor_number(version: str) -> int:
    """`1.36` is 36."""
    return _number(version)[1]


def _number(version: str) -> tuple[int, int]:
    major, _, rest = version.partition(".")
    return whole_number(major), whole_number(rest)
