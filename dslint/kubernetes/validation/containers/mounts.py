"""The volumes inside a container: volumeMounts and volumeDevices.

Source: ValidateVolumeMounts and ValidateVolumeDevices in pkg/apis/core/validation/validation.go. The
server leaves the index out of several fields; the paths here keep it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from dslint.kubernetes.spelling import nearest
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, not_found
from dslint.kubernetes.validation.value_checks import missing, shown, unknown_word
from dslint.kubernetes.validation.volumes.formats import relative_path, steps_back
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any, NamedTuple
from dslint.values.words import either

Data = Mapping[str, Any]

RULE = "volume-mount"
PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")
RECURSIVE_READ_ONLY = ("Disabled", "Enabled", "IfPossible")
_SHOWN = 10
"""The maximum number of volume names in a message."""
BLOCK_SOURCES = ("persistentVolumeClaim", "ephemeral")


class Volumes(NamedTuple):
    """The volumes of a pod: all of them, and the valid ones by name, which are the only ones that count."""

    written: Sequence[Data]
    registered: Mapping[str, Data]


def mount_problems(container: Data, path: FieldPath, volumes: Volumes) -> Iterator[Problem]:
    """Judge the mounts and devices of the container at `path`."""
    mounts, devices = container.get("volumeMounts") or (), container.get("volumeDevices") or ()
    privileged = bool((container.get("securityContext") or {}).get("privileged"))
    if mounts:
        yield from _mounts_problems(mounts, devices, (*path, "volumeMounts"), volumes)
        for index, mount in enumerate(mounts):
            yield from _mode_problems(mount, (*path, "volumeMounts"), index, path, privileged=privileged)
    if devices:
        yield from _devices_problems(devices, mounts, (*path, "volumeDevices"), volumes)


def _mounts_problems(
    mounts: Sequence[Data], devices: Sequence[Data], path: FieldPath, volumes: Volumes
) -> Iterator[Problem]:
    device_names = {device.get("name", ""): index for index, device in enumerate(devices)}
    # If several devices have one name, the server keeps the path of the last one.
    device_paths = {devices[index].get("devicePath", ""): index for index in device_names.values()}
    seen: dict[str, int] = {}
    for index, mount in enumerate(mounts):
        place = (*path, index)
        name, where = mount.get("name", ""), mount.get("mountPath", "")
        yield from _name_problems(mount, place, volumes)
        if not where:
            yield missing(RULE, mount, (*place, "mountPath"), "mountPath: /path/in/the/container")
        first = seen.setdefault(where, index)
        if first != index:
            yield invalid(
                RULE,
                (*place, "mountPath"),
                f"two volumes are mounted at `{shown(where)}`",
                write="a different mountPath for one of them",
                related=(Related((*path, first, "mountPath"), "the first mount at this path"),),
            )
        if name in device_names:
            yield _also_elsewhere(place, "name", name, (*path[:-1], "volumeDevices", device_names[name]))
        if where in device_paths:
            yield _also_elsewhere(
                place, "mountPath", where, (*path[:-1], "volumeDevices", device_paths[where])
            )


def _name_problems(entry: Data, place: FieldPath, volumes: Volumes) -> Iterator[Problem]:
    name, here = entry.get("name", ""), (*place, "name")
    if not name:
        yield missing(RULE, entry, here, "the name of the volume")
    if name not in volumes.registered:
        yield _volume_not_found(name, here, volumes)


def _volume_not_found(name: str, here: FieldPath, volumes: Volumes) -> Problem:
    lists = (*here[:3], "volumes")
    for index, volume in enumerate(volumes.written):
        if name and volume.get("name") == name:
            return not_found(
                RULE,
                here,
                f"the volume `{name}` is invalid, so every mount of it is rejected",
                write="a valid volume; the mount itself is fine",
                related=(Related((*lists, index), "the invalid volume"),),
            )
    near, known = nearest(name, volumes.registered), _listed(volumes.registered)
    write = f"one of the pod's volumes: {known}" if known else "the volume, under volumes of the pod"
    return not_found(
        RULE,
        here,
        f"there is no volume `{shown(name)}`" if name else "the mount names no volume",
        write=f"name: {near}" if near else write,
        related=(Related(lists, "the pod's volumes", "key"),) if known else (),
        changes=(Change("replace", here, near),) if near else (),
    )


def _listed(names: Collection[str]) -> str:
    """Return the first few of some names."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(islice(names, _SHOWN))}{more}"


def _also_elsewhere(place: FieldPath, field: str, value: str, other: FieldPath) -> Problem:
    what = "volume" if field == "name" else "path"
    lists = {"volumeMounts": "mounts", "volumeDevices": "devices"}
    return invalid(
        RULE,
        (*place, field),
        f"the {what} `{shown(value)}` is also used in the container's {lists[str(other[-2])]}",
        write=f"the {what} in one of the two lists",
        related=(Related(other, f"uses the same {what}"),),
    )


def _mode_problems(
    mount: Data, path: FieldPath, index: int, container: FieldPath, *, privileged: bool
) -> Iterator[Problem]:
    yield from _sub_path_problems(mount, path, index)
    propagation = mount.get("mountPropagation")
    if propagation is not None:
        yield from _propagation_problems(propagation, path, index, container, privileged=privileged)
    recursive = mount.get("recursiveReadOnly")
    if recursive is not None:
        yield from _recursive_problems(recursive, mount, path, index)


def _sub_path_problems(mount: Data, path: FieldPath, index: int) -> Iterator[Problem]:
    for name in ("subPath", "subPathExpr"):
        written = mount.get(name)
        if not written:
            continue
        fault = relative_path(written)
        if fault:
            message = f"`{name}: {shown(written)}` {fault}"
            yield invalid(RULE, (*path, index, name), message, field=field_text((*path, name)))
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield invalid(
            RULE,
            (*path, index, "subPathExpr"),
            "a mount has either `subPath` or `subPathExpr`, but this one has both",
            anchor="key",
            write="one of the two",
            related=(Related((*path, index, "subPath"), "also set", "key"),),
        )


def _propagation_problems(
    propagation: str, path: FieldPath, index: int, container: FieldPath, *, privileged: bool
) -> Iterator[Problem]:
    here, field = (*path, index, "mountPropagation"), field_text((*path, "mountPropagation"))
    if propagation not in PROPAGATIONS:
        yield unknown_word(RULE, here, propagation, PROPAGATIONS, field=field)
    elif propagation == "Bidirectional" and not privileged:
        yield forbidden(
            RULE,
            here,
            "`mountPropagation: Bidirectional` is only allowed in privileged containers",
            field=field,
            write="mountPropagation: HostToContainer, or securityContext: {privileged: true}",
            related=(Related(container, "this container is not privileged"),),
        )


def _recursive_problems(recursive: str, mount: Data, path: FieldPath, index: int) -> Iterator[Problem]:
    here, field = (*path, index, "recursiveReadOnly"), field_text((*path, "recursiveReadOnly"))
    said = f"`recursiveReadOnly: {shown(recursive)}`"
    if recursive not in RECURSIVE_READ_ONLY:
        yield unknown_word(RULE, here, recursive, RECURSIVE_READ_ONLY, field=field)
    elif recursive != "Disabled":
        if not mount.get("readOnly"):
            yield forbidden(
                RULE,
                here,
                f"{said} needs a read-only mount",
                field=field,
                write="add readOnly: true",
            )
        if mount.get("mountPropagation", "None") != "None":
            yield forbidden(
                RULE,
                here,
                f"{said} cannot be combined with `mountPropagation: {shown(mount['mountPropagation'])}`",
                field=field,
                write="remove mountPropagation",
                related=(Related((*path, index, "mountPropagation"), "must be None"),),
            )


def _devices_problems(
    devices: Sequence[Data], mounts: Sequence[Data], path: FieldPath, volumes: Volumes
) -> Iterator[Problem]:
    mount_names = {mount.get("name", ""): index for index, mount in enumerate(mounts)}
    mount_paths = {mounts[index].get("mountPath", ""): index for index in mount_names.values()}
    seen_names: dict[str, int] = {}
    seen_paths: dict[str, int] = {}
    for index, device in enumerate(devices):
        place = (*path, index)
        name, where = device.get("name", ""), device.get("devicePath", "")
        yield from _name_problems(device, place, volumes)
        volume = volumes.registered.get(name)
        if volume is not None and not any(source in volume for source in BLOCK_SOURCES):
            yield invalid(
                RULE,
                (*place, "name"),
                f"the volume `{name}` is not a block device; only {either(BLOCK_SOURCES)} can be one",
                write="move it to volumeMounts",
            )
        if name in seen_names:
            yield _device_twice(place, "name", name, (*path, seen_names[name], "name"))
        if not where:
            yield missing(RULE, device, (*place, "devicePath"), "devicePath: /dev/name")
        if where in seen_paths:
            yield _device_twice(place, "devicePath", where, (*path, seen_paths[where], "devicePath"))
        if where and steps_back(where):
            message = f"`devicePath: {shown(where)}` must not contain '..'"
            yield invalid(RULE, (*place, "devicePath"), message)
        else:
            seen_paths.setdefault(where, index)
        if name in mount_names:
            yield _also_elsewhere(place, "name", name, (*path[:-1], "volumeMounts", mount_names[name]))
        if where in mount_paths:
            yield _also_elsewhere(
                place, "devicePath", where, (*path[:-1], "volumeMounts", mount_paths[where])
            )
        if name:
            seen_names.setdefault(name, index)


def _device_twice(place: FieldPath, field: str, value: str, first: FieldPath) -> Problem:
    return invalid(
        RULE,
        (*place, field),
        f"two devices of this container have `{field}: {shown(value)}`",
        related=(Related(first, "the first one"),),
    )
