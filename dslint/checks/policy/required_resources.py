"""Requests and limits that every container must set, within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, at, containers, name_of
from dslint.checks.policy.conditions import out_of_bounds, shown
from dslint.checks.policy.paths import MISSING
from dslint.values.path import FieldPath, MapKey
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at an amount out of bounds, or at a container without one."""
    found = all_containers(subject) if params.get("init-containers") else containers(subject)
    for path, container in found:
        for kind in ("requests", "limits"):
            for resource, bounds in params.get(kind, {}).items():
                field: FieldPath = ("resources", kind, resource)
                amount = at(container, field)
                wanted = _wanted(amount, bounds)
                if wanted:
                    values = {
                        "container": name_of(container),
                        "kind": kind,
                        "resource": resource,
                        "value": shown(MISSING if amount is None else amount),
                        "wanted": wanted,
                    }
                    yield Hit((*path, "resources", kind, MapKey(resource)), values)


def _wanted(amount: object, bounds: Mapping[str, Any] | None) -> str:
    if amount is None:
        return "a value"
    return ", ".join(out_of_bounds(bounds or {}, amount))
