"""A priority class with the reserved prefix `system-` that no cluster has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.priorities import SYSTEM_CLASSES
from dslint.kubernetes.spelling import nearest
from dslint.values.path import POD_SPEC
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the class."""
    name = subject.pod_spec.get("priorityClassName")
    if not isinstance(name, str) or not name.startswith("system-") or name in SYSTEM_CLASSES:
        return
    path = (*POD_SPEC, "priorityClassName")
    meant = nearest(name, SYSTEM_CLASSES)
    hint = f"; did you mean {meant}?" if meant else ""
    yield Hit(
        path,
        {"name": name, "hint": hint, "write": meant or "system-node-critical, or a class of your own"},
        changes=(Change("replace", path, meant),) if meant else (),
    )
