"""Find the known name that a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

_SHORT = 4
_LONGEST = 253
"""The length of the longest name in Kubernetes: longer words are not misspelt names."""
_MOST_KNOWN = 100
"""The maximum number of names to compare with; with more, a guess would be unreliable."""
_MOST_CHANGED = 8


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the only known name with a spelling similar to `name`; "" if there is none, or several.

    A difference in case alone is nearest; otherwise up to a third of the letters may be added,
    left out, changed or swapped with their neighbour (one in names of up to four letters, eight at most).
    """
    if len(name) > _LONGEST:
        return ""
    limit = 1 if len(name) <= _SHORT else min(len(name) // 3, _MOST_CHANGED)
    candidates = [other for other in islice(known, _MOST_KNOWN) if abs(len(other) - len(name)) <= limit]
    near = sorted(
        (score, other)
        for other in candidates
        if (score := distance(name.lower(), other.lower(), limit)) <= limit
    )
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return ""
    return near[0][1]


def distance(one: str, other: str, limit: int | None = None) -> int:
    """Return how many letters must be added, left out, changed or swapped with their neighbor.

    With a limit, the answer may be any number above it if the distance is larger; this is faster.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        beforehand, before, row = before, row, [i]
        for j, target in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target
            row.append(min(best, beforehand[j - 2] + 1) if swapped else best)
        if limit is not None and min(row) > limit and min(before) > limit:
            return limit + 1
    return row[-1]
