"""Fields whose feature gate is off: the server accepts the manifest and silently drops them.

Source: dropDisabledFields in pkg/api/pod/util.go. The server keeps a field that the stored object already
uses; but only an object stored while the gate was on can use it, so dslint drops it from both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.decode import Fault
from dslint.kubernetes.releases.gates import OPEN_SINCE
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Problem
from dslint.values.typed import Any

Origins = dict[FieldPath, list[int]]
"""Path of a list that lost items -> for each remaining item, its index in the manifest as written."""

Object = dict[str, Any]

RESULT = "The API server accepts the manifest but silently drops the field."
_CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
_IN_VOLUME = len((*POD_SPEC, "volumes", 0))
_VOLUMES_WITH_USERS = ("secret", "configMap", "downwardAPI", "projected")
_SOURCES_WITH_USERS = (
    "secret",
    "downwardAPI",
    "configMap",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
)
"""Sources in the order in which the server looks for owners of files."""


def drop_gated(manifest: Object, faults: Sequence[Fault]) -> Origins:
    """Remove the gated fields that decoding found from the manifest."""
    origins: Origins = {}
    image_volumes = False
    for fault in _dropped(faults, manifest):
        if fault.wanted == "ImageVolume":
            image_volumes = True
            continue
        *parents, field = fault.path
        holder = _at(manifest, tuple(parents))
        if fault.wanted in _REPLACED:
            holder[field] = _REPLACED[fault.wanted]
        else:
            holder.pop(field, None)
        if field == "stopSignal" and not holder:
            _at(manifest, tuple(parents[:-1])).pop("lifecycle")
    if image_volumes:
        _drop_image_volumes(_at(manifest, POD_SPEC), origins)
    return origins


def dropped_problems(faults: Sequence[Fault], manifest: Object) -> Iterator[Problem]:
    """Report every gated field that will be missing. Paths are those of the manifest as written."""
    for fault in _dropped(faults, manifest):
        field = fault.path[-1]
        yield Problem(
            rule="field-dropped",
            path=fault.path,
            message=f"`{field}` needs the feature gate {fault.wanted}, {_when_open(fault.wanted)}",
            anchor="key",
            result=_RESULTS.get(fault.wanted, RESULT),
            write=f"remove {field}, unless your control plane enables the feature gate",
        )


def _when_open(gate: str) -> str:
    since = OPEN_SINCE[gate]
    return (
        "which is off by default"
        if since is None
        else (f"enabled by default only since Kubernetes 1.{since}")
    )


_REPLACED = {"ProcMountType": "Default"}
"""Gate -> the value with which the server replaces any other."""
_RESULTS = {
    "ProcMountType": "The API server accepts the manifest and stores `Default` instead.",
    "ImageVolume": "The API server accepts the manifest but silently drops the volume and every mount of it.",
    "EnvFiles": "The API server drops the reference, then rejects the variable because it has no source.",
}


def written_path(path: FieldPath, origins: Origins) -> FieldPath:
    """Return the place in the manifest as written for a place in the remaining manifest."""
    if not origins:
        return path
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        left = origins.get(path[:depth]) if isinstance(step, int) else None
        steps.append(left[step] if left is not None and isinstance(step, int) and step < len(left) else step)
    return tuple(steps)


def _dropped(faults: Sequence[Fault], manifest: Object) -> Iterator[Fault]:
    return (fault for fault in faults if fault.kind == "gated" and not _stays(fault, manifest))


def _stays(fault: Fault, manifest: Object) -> bool:
    """Whether the server keeps a field although its gate is off."""
    init = "initContainers" in fault.path
    if fault.wanted == "SidecarContainers":
        # The gate covers only init containers; in others the server rejects the field.
        return not init
    if fault.wanted == "AtomicWriteVolumeUserFields":
        return not _is_in_first_source(fault.path, manifest)
    # `restartPolicy: Always` makes an init container a sidecar, which the newer gate does not guard.
    return init and fault.path[-1] == "restartPolicy" and fault.value == "Always"


def _is_in_first_source(path: FieldPath, manifest: Object) -> bool:
    """Whether it is the first of several sources: of these, the server cleans only one."""
    volume, inside = path[:_IN_VOLUME], path[_IN_VOLUME:]
    if inside[0] != _first(_VOLUMES_WITH_USERS, _at(manifest, volume)):
        return False
    if inside[:2] != ("projected", "sources"):
        return True
    return inside[3] == _first(_SOURCES_WITH_USERS, _at(manifest, (*volume, *inside[:3])))


def _first(names: Sequence[str], holder: Object) -> str | None:
    return next((name for name in names if name in holder), None)


def _at(manifest: Object, path: FieldPath) -> Any:
    value: Any = manifest
    for step in path:
        value = value[step]
    return value


def _drop_image_volumes(pod: Object, origins: Origins) -> None:
    volumes = pod["volumes"]
    dropped = {volume.get("name", "") for volume in volumes if "image" in volume}
    kept = [index for index, volume in enumerate(volumes) if "image" not in volume]
    _keep(kept, pod, "volumes", POD_SPEC, origins)
    for name in _CONTAINER_LISTS:
        for index, container in enumerate(pod.get(name, ())):
            mounts = container.get("volumeMounts", ())
            kept = [index for index, mount in enumerate(mounts) if mount.get("name", "") not in dropped]
            _keep(kept, container, "volumeMounts", (*POD_SPEC, name, index), origins)


def _keep(kept: list[int], holder: Object, field: str, path: FieldPath, origins: Origins) -> None:
    items = holder.get(field, ())
    if len(kept) < len(items):
        holder[field] = [items[index] for index in kept]
        origins[(*path, field)] = kept
