"""A DaemonSet as the server passes it on after decoding: the `object` of a policy.

The manifest passes through Go's types: empty values of most fields vanish, objects that are not pointers are
always present, and quantities are printed again. Source: the json tags in k8s.io/api 1.37 and
DefaultUnstructuredConverter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dslint.kubernetes.equality import ALWAYS_THERE
from dslint.kubernetes.fields import LIST, MAP, ROOT, pointers, table
from dslint.kubernetes.formats.quantity_form import printed
from dslint.kubernetes.releases.release import Release
from dslint.kubernetes.validation.judging import read_manifest

Object = dict[str, Any]
_STATUS = ("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")
_NEVER_OMITTED: dict[str, frozenset[str]] = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "Container": "name",
        "ContainerPort": "containerPort",
        "DaemonSetSpec": "selector",
        "EnvVar": "name",
        "HTTPHeader": "name value",
        "KeyToPath": "key path",
        "PodSpec": "containers",
        "PreferredSchedulingTerm": "weight",
        "SeccompProfile": "type",
        "AppArmorProfile": "type",
        "ServiceAccountTokenProjection": "path",
        "TopologySpreadConstraint": "maxSkew topologyKey whenUnsatisfiable",
        "Volume": "name",
        "VolumeMount": "name mountPath",
        "WeightedPodAffinityTerm": "weight",
    }.items()
}
"""Object -> fields that are printed even when they are empty."""


def as_stored(manifest: Mapping[str, Any], version: str) -> Object:
    """Return a decoded DaemonSet with its defaults as JSON data of the stored object."""
    stored = _object(manifest, ROOT, version)
    stored["apiVersion"], stored["kind"] = "apps/v1", ROOT
    stored.pop("status", None)
    stored["status"] = dict.fromkeys(_STATUS, 0)
    return stored


def stored_again(data: Mapping[str, Any], version: str) -> Object:
    """Return a stored object after a change of its JSON data: decoded and defaulted again."""
    stored = as_stored(read_manifest(data, Release(version)).manifest, version)
    return {**stored, "status": data.get("status", stored["status"])}


def _value(value: Any, kind: str, version: str) -> Any:
    if kind == "quantity":
        return printed(value)
    if kind.startswith(LIST):
        return [_value(item, kind[len(LIST) :], version) for item in value]
    if kind.startswith(MAP):
        return {key: _value(item, kind[len(MAP) :], version) for key, item in value.items()}
    return _object(value, kind, version) if kind in table(version) else value


def _object(value: Mapping[str, Any], kind: str, version: str) -> Object:
    fields = table(version)[kind]
    pointed = pointers(version).get(kind, frozenset())
    kept = _NEVER_OMITTED.get(kind, frozenset())
    stored: Object = {}
    for field, item in value.items():
        inner = fields[field]
        is_pointer = (
            field in pointed or inner in table(version) or inner in ("int-or-string", "anything", "quantity")
        )
        if item or is_pointer or field in kept:
            stored[field] = _value(item, inner, version)
    for field in ALWAYS_THERE.get(kind, ()):
        stored.setdefault(field, {})
    return stored
