"""A field with one of some values.

Parameters: `field` is the path, dotted, without lists; `values` are what the rule looks for, any
value where it is left out; `where` maps other fields to the value they must have, defaults
included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_NOTHING: tuple[object, ...] = (None, "", {}, [])


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the field. An empty value counts as missing."""
    path = _path(params["field"])
    value = at(subject.manifest, path)
    if value in _NOTHING or at(subject.written, path) is None:
        return
    wanted = "values" not in params or any(_same(value, listed) for listed in params["values"])
    conditions = params.get("where", {}).items()
    if wanted and all(at(subject.manifest, _path(field)) == expected for field, expected in conditions):
        yield Hit(path, {"value": value}, anchor="key" if isinstance(value, dict | list) else "value")


def _path(dotted: str) -> FieldPath:
    return tuple(dotted.split("."))


def _same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other
