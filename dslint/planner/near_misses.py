"""Near misses of a manifest: a toleration, label or value that differs from a node's in one detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.taints import Taint, tolerates
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.words import closest

_SURE = 0.85
"""The minimum similarity of two keys: `node-role.kubernetes.io/…` is half of many."""
_ROLE = "node-role.kubernetes.io/"
_CONTROL_PLANE = ("control-plane", "master", "controlplane")
_AUTOMATIC = ("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/")


class Miss(NamedTuple):
    """A toleration in the manifest that nearly matches a taint of a node, in words."""

    words: str
    path: FieldPath


def nearest_key(key: str, known: Iterable[str]) -> str:
    """Return the label or taint key that was probably intended; empty if none is similar."""
    names = dict.fromkeys(known)
    prefix, slash, name = key.rpartition("/")
    if f"{prefix}{slash}" == _ROLE and name in _CONTROL_PLANE:
        renamed = next((f"{_ROLE}{role}" for role in _CONTROL_PLANE if f"{_ROLE}{role}" in names), "")
        if renamed and renamed != key:
            return renamed
    folded = next((other for other in names if other.lower() == key.lower() and other != key), "")
    longer = next((other for other in names if other != key and other.startswith(f"{key}.")), "")
    same_name = [other for other in names if other.rpartition("/")[2] == name and other != key]
    alike = closest(key, [other for other in names if other != key], _SURE)
    return folded or longer or (same_name[0] if len(same_name) == 1 else "") or alike


def nearest_value(value: str, known: Iterable[str]) -> str:
    """Return the value that was probably intended; empty if none is similar."""
    names = [other for other in dict.fromkeys(known) if other != value]
    folded = next((other for other in names if other.lower() == value.lower()), "")
    return folded or closest(value, names)


def nearly_tolerated(workload: Workload, taint: str) -> Miss | None:
    """Return a toleration that differs from a taint (`key=value:Effect`) in one detail."""
    front, _, effect = taint.rpartition(":")
    key, _, value = front.partition("=")
    for number, toleration in _written(workload):
        wanted, its_effect = text(toleration, "key"), text(toleration, "effect")
        path = (*POD_SPEC, "tolerations", number)
        its_value = text(toleration, "value")
        if wanted == key and _fits_value(toleration, value) and its_effect not in ("", effect):
            return Miss(f"this toleration is for the effect {its_effect}, the taint has {effect}", path)
        if wanted == key and its_value and its_value != value and its_effect in ("", effect):
            how = "differs in case" if its_value.lower() == value.lower() else "is another"
            return Miss(f"this toleration has the value {its_value}, which {how}", path)
        if wanted and wanted != key and nearest_key(wanted, (key,)) == key and _fits_value(toleration, value):
            return Miss(f"this toleration has the key {wanted}", path)
    return None


def _fits_value(toleration: Mapping[str, Any], value: str) -> bool:
    return text(toleration, "operator") == "Exists" or text(toleration, "value") == value


def tolerations_without_taint(planned: Planned, workload: Workload) -> Iterator[Miss]:
    """Return tolerations that match no taint of any node, without those for temporary states."""
    taints = {taint for found in planned.index.taints.values for taint in found}
    for number, toleration in _written(workload):
        key = text(toleration, "key")
        if not key or key.startswith(_AUTOMATIC) or _fits_any(toleration, taints):
            continue
        near = nearest_key(key, {taint.key for taint in taints})
        meant = f"; did you mean {near}?" if near else ""
        yield Miss(
            f"the toleration of {key} fits no taint of these nodes{meant}", (*POD_SPEC, "tolerations", number)
        )


def _fits_any(toleration: Mapping[str, Any], taints: Iterable[Taint]) -> bool:
    return any(tolerates(toleration, taint) for taint in taints)


def _written(workload: Workload) -> Iterator[tuple[int, Mapping[str, Any]]]:
    spec = mapping(workload.manifest, *map(str, POD_SPEC))
    for number, toleration in enumerate(items(spec, "tolerations")):
        if isinstance(toleration, Mapping):
            yield number, toleration
