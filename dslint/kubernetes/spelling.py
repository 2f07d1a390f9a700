"""Which known name a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_SHORT = 4


def nearest(name: str, known: Iterable[str]) -> str:
    """The one known name that is spelt nearly like `name`; "" when none is, or several are equally near.

    A difference in case alone is nearest; otherwise up to a third of the letters may be added,
    left out, changed or swapped with their neighbour (one in names of up to four letters).
    """
    limit = 1 if len(name) <= _SHORT else len(name) // 3
    scored = sorted((distance(name.lower(), other.lower()), other) for other in known)
    near = [(score, other) for score, other in scored if score <= limit]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return ""
    return near[0][1]


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        beforehand, before, row = before, row, [i]
        for j, target in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target
            row.append(min(best, beforehand[j - 2] + 1) if swapped else best)
    return row[-1]
