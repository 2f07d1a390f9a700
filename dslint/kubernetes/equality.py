"""Equality of two decoded values for the server, which compares stored objects.

An empty list or map is as good as none, and so is an empty string, false or 0 in most fields; in those
that are pointers in k8s.io/api (`fields.pointers`) it is not. Quantities are compared by value. Source:
k8s.io/apimachinery/pkg/api/equality.
"""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.fields import LIST, MAP, pointers, table
from dslint.kubernetes.formats.quantity import nanos
from dslint.values.typed import Any

ALWAYS_THERE: dict[str, frozenset[str]] = {
    "Container": frozenset({"resources"}),
    "EphemeralContainer": frozenset({"resources"}),
    "PersistentVolumeClaimSpec": frozenset({"resources"}),
    "PersistentVolumeClaimTemplate": frozenset({"metadata"}),
    "PreferredSchedulingTerm": frozenset({"preference"}),
    "WeightedPodAffinityTerm": frozenset({"podAffinityTerm"}),
}
"""Object -> inner objects that cannot be absent: `{}` counts as nothing."""


def same(one: Any, other: Any, kind: str, version: str) -> bool:
    """Whether the server treats two decoded, defaulted values of a type as equal."""
    return bool(comparable(one, kind, version) == comparable(other, kind, version))


def comparable(value: Any, kind: str, version: str) -> Any:
    """Return a decoded value without empty parts, and with quantities as numbers."""
    if kind == "quantity":
        return nanos(value)
    if kind.startswith(LIST):
        return [comparable(item, kind[len(LIST) :], version) for item in value]
    if kind.startswith(MAP):
        return {key: comparable(item, kind[len(MAP) :], version) for key, item in value.items()}
    fields = table(version).get(kind)
    return value if fields is None else _object(value, kind, fields, version)


def _object(
    value: Mapping[str, Any], kind: str, fields: Mapping[str, str], version: str
) -> Mapping[str, Any]:
    pointed = pointers(version).get(kind, frozenset())
    always = ALWAYS_THERE.get(kind, frozenset())
    kept = {}
    for field, written in value.items():
        item = comparable(written, fields[field], version)
        is_object = fields[field] in table(version)
        counts = (is_object and field not in always) or field in pointed
        if item or counts or (fields[field] == "int-or-string" and item == ""):
            kept[field] = item
    return kept
