"""Merge an apply configuration into a DaemonSet, as structured merge does it.

Objects are merged field by field, and some lists by the keys of their items. Values that the API treats as
one unit (most lists, selectors, references) must not be in a configuration. Source: the list and map types of
the published schemas, and mutating/patch/smd.go of k8s.io/apiserver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.fields import LIST, MAP, ROOT, table
from dslint.policies.json_patch import PatchError

_KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Container", "env"): ("name",),
    ("Container", "ports"): ("containerPort", "protocol"),
    ("Container", "volumeDevices"): ("devicePath",),
    ("Container", "volumeMounts"): ("mountPath",),
    ("ObjectMeta", "ownerReferences"): ("uid",),
    ("PodSpec", "containers"): ("name",),
    ("PodSpec", "ephemeralContainers"): ("name",),
    ("PodSpec", "hostAliases"): ("ip",),
    ("PodSpec", "imagePullSecrets"): ("name",),
    ("PodSpec", "initContainers"): ("name",),
    ("PodSpec", "resourceClaims"): ("name",),
    ("PodSpec", "schedulingGates"): ("name",),
    ("PodSpec", "topologySpreadConstraints"): ("topologyKey", "whenUnsatisfiable"),
    ("PodSpec", "volumes"): ("name",),
    ("ResourceRequirements", "claims"): ("name",),
}
"""(object, field) -> the fields that identify the items of the list."""
_SETS = frozenset({("ObjectMeta", "finalizers")})
_WHOLE_MAPS = frozenset({("PodSpec", "nodeSelector")})
_WHOLE_OBJECTS = frozenset(
    {
        *(
            "LabelSelector",
            "NodeSelector",
            "NodeSelectorTerm",
            "ObjectFieldSelector",
            "ResourceFieldSelector",
        ),
        *("LocalObjectReference", "SecretReference", "TypedLocalObjectReference", "ConfigMapKeySelector"),
        *("SecretKeySelector", "FileKeySelector"),
    }
)
_DEFAULT_KEYS = {"protocol": "TCP"}


def merged(data: dict[str, Any], configuration: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Return the object with the configuration merged into it. Raises PatchError."""
    whole = sorted(set(_wholes(configuration, ROOT, "", version)))
    if whole:
        raise PatchError(
            f"invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {', '.join(whole)}"
        )
    return _object(data, configuration, ROOT, version)


def _wholes(value: Mapping[str, Any], kind: str, path: str, version: str) -> Iterator[str]:
    fields = table(version)[kind]
    for field, item in value.items():
        place = f"{path}.{field}"
        inner = fields.get(field)
        if inner is None:
            if path or field not in ("apiVersion", "kind"):
                raise PatchError(f"{place}: field not declared in schema")
        elif _is_whole(kind, field, inner):
            yield place
        elif inner.startswith(LIST) and isinstance(item, list):
            for element in item:
                if isinstance(element, dict):
                    yield from _wholes(element, inner[len(LIST) :], place, version)
        elif isinstance(item, dict) and inner in table(version):
            yield from _wholes(item, inner, place, version)


def _is_whole(kind: str, field: str, inner: str) -> bool:
    if inner.startswith(LIST):
        return (kind, field) not in _KEYS and (kind, field) not in _SETS
    return inner in _WHOLE_OBJECTS or (kind, field) in _WHOLE_MAPS


def _object(old: Mapping[str, Any], new: Mapping[str, Any], kind: str, version: str) -> dict[str, Any]:
    result = dict(old)
    for field, item in new.items():
        inner = table(version)[kind].get(field, "")
        before = result.get(field)
        if item is None:
            result.pop(field, None)
        elif inner.startswith(LIST) and isinstance(item, list):
            result[field] = _list(before if isinstance(before, list) else [], item, (kind, field), version)
        elif inner.startswith(MAP) and isinstance(item, dict):
            result[field] = {**(before if isinstance(before, dict) else {}), **item}
        elif inner in table(version) and isinstance(item, dict):
            result[field] = _object(before if isinstance(before, dict) else {}, item, inner, version)
        else:
            result[field] = item
    return result


def _list(old: list[Any], new: list[Any], place: tuple[str, str], version: str) -> list[Any]:
    if place in _SETS:
        return [*old, *(item for item in new if item not in old)]
    kind = table(version)[place[0]][place[1]][len(LIST) :]
    keys = _KEYS[place]
    result = list(old)
    positions = {_key(item, keys): index for index, item in enumerate(old)}
    for item in new:
        at = positions.get(_key(item, keys))
        if at is None:
            positions[_key(item, keys)] = len(result)
            result.append(item)
        else:
            result[at] = _object(result[at], item, kind, version)
    return result


def _key(item: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    if not isinstance(item, dict):
        raise PatchError("an item of a list is not an object")
    return tuple(str(item.get(key, _DEFAULT_KEYS.get(key, ""))) for key in keys)
