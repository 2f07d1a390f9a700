"""Directories of the node that a container can write to; one finding per DaemonSet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, entries, text
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any
from dslint.values.words import listed

_NOT_FILES = ("Socket", "CharDevice", "BlockDevice")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first mount. Skip sockets and devices, which must be writable."""
    mounts = list(_writable_mounts(subject))
    if mounts:
        paths = sorted({host_path for _, host_path in mounts})
        yield Hit((*mounts[0][0], "mountPath"), {"paths": listed(paths)})


def _writable_mounts(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    host_paths = {
        text(volume, ("name",)): text(volume, ("hostPath", "path"))
        for _, volume in entries(subject.manifest, (*POD_SPEC, "volumes"))
        if isinstance(volume.get("hostPath"), dict) and text(volume, ("hostPath", "type")) not in _NOT_FILES
    }
    for path, container in all_containers(subject):
        for place, mount in entries(container, ("volumeMounts",)):
            host_path = host_paths.get(text(mount, ("name",)))
            if host_path and mount.get("readOnly") is not True:
                yield (*path, *place), host_path
