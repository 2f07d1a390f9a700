"""Constraints that compare nodes with each other, which a DaemonSet pod, bound to one node, cannot use.

Spread constraints and pod (anti-)affinity that must hold can only keep the pod Pending; those
that are mere preferences do nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import POD_SPEC, at, entries
from dslint.values.path import FieldPath

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_MUST_HOLD = (
    "can only leave the pod Pending",
    "Where it does not hold, the pod waits for ever; it goes to no other node.",
)
_PREFERENCE = ("has no effect", "Nothing: the pod goes to its node whatever is preferred.")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each kind of constraint once."""
    for path, must_hold in _constraints(subject):
        field = path[-2] if path[-1] in (_REQUIRED, _PREFERRED) else path[-1]
        what, result = _MUST_HOLD if must_hold else _PREFERENCE
        yield Hit(path, {"field": field, "what": what, "result": result}, anchor="key")


def _constraints(subject: Subject) -> Iterator[tuple[FieldPath, bool]]:
    spread = (*POD_SPEC, "topologySpreadConstraints")
    rules = [item.get("whenUnsatisfiable") for _, item in entries(subject.manifest, spread)]
    if rules:
        yield spread, "DoNotSchedule" in rules
    for kind in ("podAffinity", "podAntiAffinity"):
        for terms in (_REQUIRED, _PREFERRED):
            path = (*POD_SPEC, "affinity", kind, terms)
            if at(subject.manifest, path):
                yield path, terms == _REQUIRED
