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
            written = mapping(subject.written, (*path, field))
            for key, pattern in params.get(field, {}).items():
                value = written.get(key, MISSING)
                wanted = "any value" if pattern is True else f"what matches {pattern}"
                if not _fits(value, pattern):
                    values = {"key": key, "kind": kind, "value": shown(value), "wanted": wanted}
                    yield Hit((*path, field, MapKey(key)), values)


def _fits(value: object, pattern: str | bool) -> bool:  # noqa: FBT001 - `true` is what a rule file may write
    if value is MISSING or value is None:
        return False
    return pattern is True or (isinstance(value, str) and compiled(str(pattern)).matches(value))
