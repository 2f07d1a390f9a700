"""Many node names in few words: `worker-1..4`, `cp-1..3 and 12 more`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_LONGEST = 18
"""Digits of a number that is counted up; longer ones are part of the name."""


def ranges(names: Sequence[str]) -> Iterator[str]:
    """The names in order; those that only count up at their end become one text, `front-1..4`."""
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
    """What a name counts up: `front-12` is `front-` and 12; None without digits at its end."""
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


def some(names: Sequence[str], most: int = 4) -> str:
    """The first few ranges, and how many nodes are left out: `a, b-1..4 and 7 more`."""
    shown: list[str] = []
    counted = 0
    for text in ranges(names):
        if len(shown) == most:
            return f"{', '.join(shown)} and {len(names) - counted} more"
        shown.append(text)
        counted += _size(text)
    return ", ".join(shown)


def brief(names: Sequence[str], width: int = 84, most: int = 6) -> str:
    """As `some`, with as many ranges (one at least) as make a text no longer than that."""
    for number in range(most, 1, -1):
        text = some(names, number)
        if len(text) <= width:
            return text
    return some(names, 1)


def _size(text: str) -> int:
    front, dots, last = text.rpartition("..")
    first = front[len(front.rstrip("0123456789")) :]
    if not dots or not first or not last.isdecimal() or len(first) > _LONGEST or len(last) > _LONGEST:
        return 1
    return int(last) - int(first) + 1
