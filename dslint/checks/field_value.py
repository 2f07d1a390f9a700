"""A field that has one of some values, defaults included.

Parameters: `field` is the path, dotted, without lists; `values` are what the rule looks for, any
value where it is left out; `where` maps other fields to the value they must have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the field; empty values (none, "", {} and []) are as good as none."""
    path = tuple(params["field"].split("."))
    value = at(subject.manifest, path)
    if "values" in params:
        found = any(value == wanted and type(value) is type(wanted) for wanted in params["values"])
    else:
        found = value not in (None, "", {}, [])
    if found and all(
        at(subject.manifest, tuple(other.split("."))) == wanted
        for other, wanted in params.get("where", {}).items()
    ):
        yield Hit(path, {"value": value}, anchor="key" if isinstance(value, Mapping | list) else "value")
