"""An object that the pod needs and that is not among the others of the same stream.

Parameter: `kinds`, of ServiceAccount, ConfigMap and Secret. Nothing is said of a kind of which
the stream holds none in the namespace: then they are kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import POD_SPEC, all_containers, entries, mapping, text
from dslint.checks.stream.companions import neighbours
from dslint.values.path import FieldPath

_VOLUMES = {"ConfigMap": ("configMap", "name"), "Secret": ("secret", "secretName")}
_FROM = {"ConfigMap": ("configMapRef", "configMapKeyRef"), "Secret": ("secretRef", "secretKeyRef")}


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the name."""
    for kind in params["kinds"]:
        present = {other.name for other in neighbours(subject, kind)}
        if not present:
            continue
        for path, name in _names(subject, kind):
            if name not in present:
                yield Hit(path, {"kind": kind, "name": name, "present": ", ".join(sorted(present))})


def _names(subject: Subject, kind: str) -> Iterator[tuple[FieldPath, str]]:
    """What the pod cannot start without: an `optional` reference is not meant."""
    if kind == "ServiceAccount":
        account = (*POD_SPEC, "serviceAccountName")
        name = text(subject.written, account)
        if name not in ("", "default"):
            yield account, name
        return
    field, key = _VOLUMES[kind]
    for path, volume in entries(subject.written, (*POD_SPEC, "volumes")):
        yield from _reference(volume, path, field, key)
    for path, container in all_containers(subject):
        for place, source in entries(container, ("envFrom",)):
            yield from _reference(source, (*path, *place), _FROM[kind][0], "name")
        for place, variable in entries(container, ("env",)):
            value_from = mapping(variable, ("valueFrom",))
            yield from _reference(value_from, (*path, *place, "valueFrom"), _FROM[kind][1], "name")


def _reference(
    owner: Mapping[str, Any], path: FieldPath, field: str, key: str
) -> Iterator[tuple[FieldPath, str]]:
    reference = owner.get(field)
    if isinstance(reference, dict) and reference.get("optional") is not True:
        name = reference.get(key)
        if isinstance(name, str) and name:
            yield (*path, field, key), name
