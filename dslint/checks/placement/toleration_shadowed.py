"""A toleration that another one of the same pod makes redundant.

Parameter: `same` true looks for what is said twice, false for what a broader one covers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import covers, kernel, tolerations
from dslint.checks.podspec import Entry
from dslint.kubernetes.requirement_text import toleration_text
from dslint.kubernetes.taints import NO_EXECUTE, Toleration
from dslint.values.problem import Change, Related
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the redundant toleration, and at the one that covers it."""
    written = list(tolerations(subject))
    broader = _Broader(written)
    for place, narrow in enumerate(written):
        found = broader.of(place)
        if found is None or (kernel(found[1]) == kernel(narrow[1])) != params["same"]:
            continue
        path, broad = found
        yield Hit(
            narrow[0],
            {"said": toleration_text(narrow[1]), "broad": toleration_text(broad)},
            related=(Related(path, f"{toleration_text(broad)} is tolerated here"),),
            changes=(Change("remove", narrow[0]),),
        )


class _Broader:
    """Find the toleration that covers another one, without comparing every pair."""

    def __init__(self, written: list[Entry]) -> None:
        self._written = written
        self._groups: dict[tuple[str, ...], list[int]] = {}
        for place, (_, toleration) in enumerate(written):
            self._groups.setdefault(_group(toleration), []).append(place)
        self._same_until = _ends_of_runs([entry[1].get("tolerationSeconds") for entry in written])

    def of(self, place: int) -> Entry | None:
        """Return the first other toleration that covers the one at `place`.

        Of two that cover each other, the later one is redundant. The first matching toleration decides how
        long a NoExecute taint is tolerated: an earlier one is redundant only if all up to the broader one
        have the same duration.
        """
        narrow = self._written[place][1]
        groups = [found for group in _groups_that_cover(narrow) if (found := self._groups.get(group))]
        first = min((group[0] for group in groups), default=place)
        if first < place:
            return self._written[first]
        later = [group[at] for group in groups if (at := bisect_right(group, place)) < len(group)]
        for other in sorted(later):
            entry = self._written[other]
            if not covers(narrow, entry[1]) and self._same_time(place, other):
                return entry
        return None

    def _same_time(self, place: int, other: int) -> bool:
        effect = self._written[place][1].get("effect")
        return effect not in (None, "", NO_EXECUTE) or self._same_until[place] >= other


def _group(toleration: Toleration) -> tuple[str, ...]:
    """Return what all tolerations share that cover, and are covered by, the same ones."""
    key, operator, value, effect = kernel(toleration)
    return ("Exists", key, effect) if operator == "Exists" else (operator, key, value, effect)


def _groups_that_cover(toleration: Toleration) -> Iterator[tuple[str, ...]]:
    key, operator, value, effect = kernel(toleration)
    for wanted in dict.fromkeys(("", effect)):
        yield from dict.fromkeys((("Exists", "", wanted), ("Exists", key, wanted)))
        if operator != "Exists":
            yield operator, key, value, wanted


def _ends_of_runs(values: list[Any]) -> list[int]:
    """Return, for each value, the index of the last one of the equal ones that directly follow it."""
    ends = list(range(len(values)))
    for place in range(len(values) - 2, -1, -1):
        if values[place] == values[place + 1]:
            ends[place] = ends[place + 1]
    return ends
