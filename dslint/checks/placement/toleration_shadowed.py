"""A toleration that another one of the same pod makes superfluous.

Parameter: `same` true looks for what is said twice, false for what a broader one covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import covers, kernel, said, tolerations
from dslint.checks.podspec import Entry
from dslint.kubernetes.taints import NO_EXECUTE
from dslint.values.problem import Change, Related


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the toleration that could go, and at the one that does its work."""
    written = list(tolerations(subject))
    for place, narrow in enumerate(written):
        found = _broader(written, place)
        if found is None or (kernel(found[1]) == kernel(narrow[1])) != params["same"]:
            continue
        path, broad = found
        yield Hit(
            narrow[0],
            {"said": said(narrow[1]), "broad": said(broad)},
            related=(Related(path, f"{said(broad)} is tolerated here"),),
            changes=(Change("remove", narrow[0]),),
        )


def _broader(written: list[Entry], place: int) -> Entry | None:
    """The first other toleration that does all the work of the one at `place`.

    Of two that cover each other, the later one goes. How long a NoExecute taint is tolerated is
    said by the first toleration that matches: one that comes first is superfluous only where all
    up to the broader one say the same.
    """
    narrow = written[place][1]
    for other, entry in enumerate(written):
        if other == place or not covers(entry[1], narrow):
            continue
        if other < place or (not covers(narrow, entry[1]) and _same_time(written[place : other + 1])):
            return entry
    return None


def _same_time(stretch: list[Entry]) -> bool:
    times = [toleration.get("tolerationSeconds") for _, toleration in stretch]
    return stretch[0][1].get("effect") not in (None, "", NO_EXECUTE) or all(
        time == times[0] for time in times
    )
