"""The lists of a DaemonSet that a strategic merge patch merges entry by entry, and those that it replaces.

Source: the patchStrategy and patchMergeKey of the lists in k8s.io/api/core/v1 and apps/v1 (1.37); kustomize
merges by the same keys, from the OpenAPI document that they are published in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.access import mapping
from dslint.values.path import FieldPath
from dslint.values.typed import Any, NamedTuple

MERGE_KEYS = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "volumes": "name",
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "resourceClaims": "name",
    "schedulingGates": "name",
    "ports": "containerPort",
    "env": "name",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "ownerReferences": "uid",
}
"""List -> the key by which its entries are matched. All other lists are replaced as a whole."""

_PROGRAMS_OWN = frozenset({"command", "args", "finalizers"})
"""A command line is one unit and intentionally replaced as a whole; finalizers are merged."""
_DIRECTIVE = "$patch"


class ReplacedList(NamedTuple):
    """A list of a patch that replaces another one, and the entries that only the other has.

    `base` is the path of the other list. Both are empty if the base of the patch is unknown.
    """

    path: FieldPath
    base: FieldPath = ()
    lost: tuple[Any, ...] = ()


def replaced_lists(patch: Mapping[str, Any], base: Mapping[str, Any] | None) -> Iterator[ReplacedList]:
    """Yield the lists of a patch, as written, that are not merged with those of the base.

    With a base, only lists that lose an entry; without one, every list that is not empty.
    """
    spec = mapping(patch, "spec")
    known = None if base is None else mapping(base, "spec")
    yield from _of_mapping(spec, known, ("spec",), ("spec",))


def _of_mapping(
    patch: Mapping[str, Any], base: Mapping[str, Any] | None, path: FieldPath, base_path: FieldPath
) -> Iterator[ReplacedList]:
    if _DIRECTIVE in patch:
        return  # says itself what becomes of the other one
    for key, value in patch.items():
        here, there = (*path, key), (*base_path, key)
        known = None if base is None else base.get(key)
        if isinstance(value, dict):
            yield from _of_mapping(value, None if base is None else mapping(known), here, there)
        elif not isinstance(value, list) or key in _PROGRAMS_OWN:
            continue
        elif key in MERGE_KEYS:
            entries = known if isinstance(known, list) else []
            yield from _of_entries(value, None if base is None else entries, here, there)
        elif base is None:
            if value:
                yield ReplacedList(here)
        elif isinstance(known, list):
            kept = set(map(_canonical, value))
            lost = tuple(entry for entry in known if _canonical(entry) not in kept)
            if lost:
                yield ReplacedList(here, there, lost)


def _canonical(entry: Any) -> str:
    """Return a value as text, the same for equal values."""
    return json.dumps(entry, sort_keys=True, default=str)


def _of_entries(
    patch: Sequence[Any], base: Sequence[Any] | None, path: FieldPath, base_path: FieldPath
) -> Iterator[ReplacedList]:
    """Compare the entries of merged lists, each with the one of the same key."""
    key = MERGE_KEYS[str(path[-1])]
    places: dict[str, int] = {}
    for place, entry in enumerate(base or ()):
        places.setdefault(_canonical(mapping(entry).get(key)), place)
    for index, entry in enumerate(patch):
        if not isinstance(entry, dict):
            continue
        same = places.get(_canonical(entry.get(key)))
        if base is None:
            yield from _of_mapping(entry, None, (*path, index), (*base_path, index))
        elif same is not None:
            yield from _of_mapping(entry, mapping(base[same]), (*path, index), (*base_path, same))
