"""A condition on values at one path, if a value at another path meets a condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.checks.policy.conditions import shown, unmet
from dslint.checks.policy.paths import MISSING
from dslint.checks.policy.value import both, faults
from dslint.values.path import field_text
from dslint.values.problem import Related
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each value that breaks the consequence; the condition is the related place."""
    condition = params["if"]
    for place in both(subject, condition["path"]):
        if not _holds(subject, condition, place.path, place.value):
            continue
        because = Related(place.path, f"because this is {shown(place.value)}")
        for fault, wanted in faults(subject, params["then"]):
            values = {"path": field_text(fault.path), "value": shown(fault.value), "wanted": wanted}
            related = (because,) if place.value is not MISSING else ()
            yield Hit(fault.path, values, related=related)
        return


def _holds(
    subject: Subject, condition: Mapping[str, Any], path: tuple[str | int, ...], value: object
) -> bool:
    """Whether the condition holds at a place: a missing value meets only `forbidden`."""
    if value is MISSING:
        return bool(condition.get("forbidden"))
    return not any(unmet(condition, at(subject.written, path), value))
