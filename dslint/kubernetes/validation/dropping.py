"""Fields whose feature gate is shut: the server takes the manifest and drops them without a word.

Source: dropDisabledFields in pkg/api/pod/util.go. A field that the stored object already uses is
kept on update, for the whole pod.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dslint.kubernetes.decode import Fault
from dslint.values.path import FieldPath
from dslint.values.problem import Problem

Origins = dict[FieldPath, list[int]]
"""Path of a list that lost items -> for each item that is left, its index in the manifest as written."""

Object = dict[str, Any]

RESULT = "The API server takes the manifest and removes the field without a word."
_CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
_POD = ("spec", "template", "spec")


def gates_in_use(faults: Sequence[Fault]) -> frozenset[str]:
    """The gates whose fields a stored object uses, which an update may therefore use too."""
    return frozenset(fault.wanted for fault in _gated(faults) if _counts_as_use(fault))


def drop_gated(manifest: Object, faults: Sequence[Fault], kept: frozenset[str] = frozenset()) -> Origins:
    """Take the gated fields that decoding met out of the manifest, except those of the gates in `kept`."""
    origins: Origins = {}
    for fault in _gated(faults):
        if fault.wanted in kept or _stays(fault):
            continue
        *parents, field = fault.path
        holder = _at(manifest, tuple(parents))
        if fault.wanted == "ImageVolume":
            continue
        holder.pop(field, None)
        if field == "stopSignal" and not holder:
            _at(manifest, tuple(parents[:-1])).pop("lifecycle")
    if any(fault.wanted == "ImageVolume" for fault in faults) and "ImageVolume" not in kept:
        _drop_image_volumes(_at(manifest, _POD), origins)
    return origins


def dropped_problems(
    faults: Sequence[Fault], version: str, kept: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Say of every gated field that it will not be there. Paths are those of the manifest as written."""
    for fault in _gated(faults):
        if fault.wanted in kept or _stays(fault):
            continue
        yield Problem(
            rule="field-dropped",
            path=fault.path,
            message=f"{fault.path[-1]} needs the feature gate {fault.wanted}, shut in Kubernetes {version}",
            anchor="key",
            result=_RESULTS.get(fault.wanted, RESULT),
            write=f"leave {fault.path[-1]} out, unless every control plane opens the gate {fault.wanted}",
        )


_RESULTS = {
    "ImageVolume": "The API server takes the manifest and removes the volume and every mount of it.",
    "EnvFiles": "The API server removes the reference, and then refuses the variable for having no source.",
}


def written_path(path: FieldPath, origins: Origins) -> FieldPath:
    """The place in the manifest as written of a place in what is left of it."""
    if not origins:
        return path
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        left = origins.get(path[:depth]) if isinstance(step, int) else None
        steps.append(left[step] if left is not None and isinstance(step, int) and step < len(left) else step)
    return tuple(steps)


def _gated(faults: Sequence[Fault]) -> Iterator[Fault]:
    return (fault for fault in faults if fault.kind == "gated")


def _stays(fault: Fault) -> bool:
    """`restartPolicy: Always` makes an init container a sidecar, which no gate guards any more."""
    return "initContainers" in fault.path and fault.path[-1] == "restartPolicy" and fault.value == "Always"


def _counts_as_use(fault: Fault) -> bool:
    if fault.wanted == "ContainerRestartRules":
        if "initContainers" in fault.path:
            return bool(fault.value) and not _stays(fault)
        return "containers" in fault.path and fault.path[-1] == "restartPolicy"
    return fault.wanted != "VolumeBindMountOptions" or bool(fault.value)


def _at(manifest: Object, path: FieldPath) -> Any:
    value: Any = manifest
    for step in path:
        value = value[step]
    return value


def _drop_image_volumes(pod: Object, origins: Origins) -> None:
    dropped = {volume.get("name", "") for volume in pod["volumes"] if "image" in volume}
    _keep(pod, "volumes", lambda volume: "image" not in volume, _POD, origins)
    for name in _CONTAINER_LISTS:
        for index, container in enumerate(pod.get(name, ())):
            place = (*_POD, name, index)
            _keep(
                container, "volumeMounts", lambda mount: mount.get("name", "") not in dropped, place, origins
            )


def _keep(holder: Object, field: str, wanted: Any, path: FieldPath, origins: Origins) -> None:
    items = holder.get(field)
    if not items:
        return
    left = [index for index, item in enumerate(items) if wanted(item)]
    if len(left) < len(items):
        holder[field] = [items[index] for index in left]
        origins[(*path, field)] = left
