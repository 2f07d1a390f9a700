"""Labels and annotations that must be set, with a pattern for their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import mapping
from dslint.checks.policy.conditions import shown
from dslint.checks.policy.paths import MISSING
from dslint.checks.policy.patterns import compiled
from dslint.values.path import TEMPLATE, FieldPath, MapKey
from dslint.values.typed import Any

_PLACES: Mapping[str, tuple[FieldPath, ...]] = {
    "daemonset": (("metadata",),),
    "pod-template": ((*TEMPLATE, "metadata"),),
    "both": (("metadata",), (*TEMPLATE, "metadata")),
}


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at a value that does not match, or where the key would be."""
    for path in _PLACES[params.get("of", "daemonset")]:
        for field, kind in (("labels", "label"), ("annotations", "annotation")):
            required = params.get(field)
            if not required:
                continue
            written = mapping(subject.written, (*path, field))
            for key, pattern in required.items():
                value = written.get(key, MISSING)
                if not _fits(subject, value, pattern):
                    wanted = "any value" if pattern is True else f"what matches {pattern}"
                    values = {"key": key, "kind": kind, "value": shown(value), "wanted": wanted}
                    yield Hit((*path, field, MapKey(key)), values)


def _fits(subject: Subject, value: object, pattern: object) -> bool:
    if value is MISSING or value is None:
        return False
    if pattern is True or not isinstance(value, str):
        return pattern is True
    known = subject.once(_matched)
    asked = str(pattern), value
    if asked not in known:
        known[asked] = compiled(str(pattern)).matches(value)
    return known[asked]


def _matched(_: Subject) -> dict[tuple[str, str], bool]:
    """Return the cached answers for a pattern and a value: a team's rules share many of both."""
    return {}
