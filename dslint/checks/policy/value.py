"""A value at a path: required, forbidden, one of some values, matching a pattern, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.checks.policy.conditions import shown, unmet
from dslint.checks.policy.paths import At, places
from dslint.values.path import FieldPath, field_text
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each value that does not meet the conditions, or at the parent of a missing one."""
    for place, wanted in faults(subject, params):
        yield Hit(place.path, {"path": field_text(place.path), "value": shown(place.value), "wanted": wanted})


def faults(subject: Subject, params: Mapping[str, Any]) -> Iterator[tuple[At, str]]:
    """Yield the places that do not meet the condition, and the expected value."""
    for place, written in _with_written(subject, params["path"]):
        wanted = ", ".join(unmet(params, written, place.value))
        if wanted:
            yield place, wanted


def both(subject: Subject, path: str) -> tuple[At, ...]:
    """Return the places of a path, with the values that the server would store, including defaults."""
    return tuple(place for place, _ in _with_written(subject, path))


def _with_written(subject: Subject, path: str) -> tuple[tuple[At, Any], ...]:
    """Return the same places, each with the value that is written there or None."""
    known = subject.once(_places)
    if path not in known:
        found: dict[FieldPath, At] = {}
        for data in (subject.manifest, subject.written):
            for place in places(data, path):
                found.setdefault(place.path, place)
        known[path] = tuple((place, at(subject.written, place.path)) for place in found.values())
    return known[path]


def _places(_: Subject) -> dict[str, tuple[tuple[At, Any], ...]]:
    """Return the cached places of the requested paths: a team's rules share many paths."""
    return {}
