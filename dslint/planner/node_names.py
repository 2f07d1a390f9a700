"""Short texts for many node names: `worker-1..4`, `cp-1..3 and 12 more`."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice

_FEWEST = 2
"""The minimum number of names that share a domain, and of labels in one."""
_LETTER = re.compile("[a-z]")
_LONGEST = 18
"""The maximum number of digits that are counted up; longer numbers are part of the name."""


def ranges(names: Sequence[str]) -> Iterator[str]:
    """Return the names in order; names that count up at their end become one range, `front-1..4`."""
    run: list[tuple[str, int]] = []
    for name in names:
        match = _numbered(name)
        if match is None:
            yield from _written(run)
            run = []
            yield name
            continue
        front, number = match
        if run and (run[-1][0] != front or run[-1][1] + 1 != number):
            yield from _written(run)
            run = []
        run.append((front, number))
    yield from _written(run)


def _numbered(name: str) -> tuple[str, int] | None:
    """Split off the number of a name: `front-12` is `front-` and 12; None without digits at its end."""
    front = name.rstrip("0123456789")
    digits = name[len(front) :]
    if not digits:
        return None
    zeros = len(digits) - len(digits.lstrip("0"))
    kept = max(min(zeros, len(digits) - 1), len(digits) - _LONGEST)
    return front + digits[:kept], int(digits[kept:])


def _written(run: list[tuple[str, int]]) -> Iterator[str]:
    if not run:
        return
    front, first = run[0]
    last = run[-1][1]
    yield f"{front}{first}" if last == first else f"{front}{first}..{last}"


class NamesOfOneDomain(Sequence[str]):
    """Names that share `domain` after their first dot; it is empty for names without a dot."""

    domain: str

    @abstractmethod
    def hosts(self) -> Sequence[str]:
        """Return the names up to their first dot."""


def shortened(names: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the names without their common domain, and this domain: `.eu-west-1.compute.internal`.

    A domain has at least two labels. A single name stays whole.
    """
    if len(names) < _FEWEST:
        return names, ""
    if isinstance(names, NamesOfOneDomain):
        return (names.hosts(), names.domain) if _is_domain(names.domain) else (names, "")
    first = names[0]
    dot = first.find(".")
    while dot > 0:
        suffix = first[dot:]
        if not _is_domain(suffix):
            break
        if all(name.endswith(suffix) and len(name) > len(suffix) for name in names):
            return [name[: -len(suffix)] for name in names], suffix
        dot = first.find(".", dot + 1)
    return names, ""


def _is_domain(suffix: str) -> bool:
    return suffix.count(".") >= _FEWEST and _LETTER.search(suffix) is not None


def some(names: Sequence[str], most: int = 4) -> str:
    """Return the first few ranges, and the number of the rest: `a, b-1..4 and 7 more (*.example.com)`."""
    short, suffix = shortened(names)
    return f"{_some(short, most)} (*{suffix})" if suffix else _some(short, most)


def _some(names: Sequence[str], most: int) -> str:
    shown: list[str] = []
    counted = 0
    for text in ranges(names):
        if len(shown) == most:
            return f"{', '.join(shown)} and {len(names) - counted} more"
        shown.append(text)
        counted += _size(text)
    return ", ".join(shown)


def brief(names: Sequence[str], width: int = 84, most: int = 6) -> str:
    """Like `some`, with as many ranges (at least one) as fit in a text of this length."""
    short, suffix = shortened(names)
    tail = f" (*{suffix})" if suffix else ""
    for number in range(most, 1, -1):
        text = _some(short, number) + tail
        if len(text) <= width:
            return text
    return _some(short, 1) + tail


def all_names(names: Sequence[str], most: int) -> str:
    """Return every name, in ranges; empty if that needs more than this many ranges."""
    short, suffix = shortened(names)
    found = list(islice(ranges(short), most + 1))
    if len(found) > most:
        return ""
    return f"{', '.join(found)} (*{suffix})" if suffix else ", ".join(found)


def _size(text: str) -> int:
    front, dots, last = text.rpartition("..")
    first = front[len(front.rstrip("0123456789")) :]
    if not dots or not first or not last.isdecimal() or len(first) > _LONGEST or len(last) > _LONGEST:
        return 1
    return int(last) - int(first) + 1
