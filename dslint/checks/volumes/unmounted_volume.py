"""A volume that no container mounts. It is a warning if a command uses a path that only it would provide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.kubernetes.access import items, mapping
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Related
from dslint.values.typed import Any

_BLOCKS = ("configMap", "secret", "persistentVolumeClaim", "csi", "projected")
"""Sources whose missing object keeps the pod from starting."""
_SHORTEST = 6
"""Shorter host paths (`/etc`, `/run`) occur in too many arguments to identify the volume."""


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the volume's name."""
    if not subject.volumes:
        return
    used = {
        text(mapping(mount), ("name",))
        for _, container in subject.all_containers
        for field in ("volumeMounts", "volumeDevices")
        for mount in items(container, field)
    }
    for path, volume in subject.volumes:
        name = text(volume, ("name",))
        if name and name not in used and subject.all_containers:
            yield _hit(subject, path, volume, name)


def _hit(subject: Subject, path: FieldPath, volume: Mapping[str, Any], name: str) -> Hit:
    host_path = text(volume, ("hostPath", "path")).rstrip("/")
    wanted = _wanted_by(subject, host_path) if len(host_path) >= _SHORTEST else None
    if wanted is not None:
        result = f"{host_path} of the node is not visible in the container, although its command names it."
    elif any(kind in volume for kind in _BLOCKS):
        result = "The pod still waits for the object of the volume, but no container sees it."
    else:
        result = "No container sees its content."
    return Hit(
        (*path, "name"),
        {"name": name, "result": result},
        related=(Related(wanted, "this path is wanted here"),) if wanted is not None else (),
        changes=(Change("remove", path),) if wanted is None else (),
        severity="warning" if wanted is not None else None,
    )


def _wanted_by(subject: Subject, host_path: str) -> FieldPath | None:
    """Return the word of a command with the path, if no mount of the container provides it."""
    for path, container in subject.all_containers:
        mounts = [
            text(mapping(mount), ("mountPath",)).rstrip("/") for mount in items(container, "volumeMounts")
        ]
        if any(host_path == mount or host_path.startswith(f"{mount}/") for mount in mounts):
            continue
        for field in ("command", "args"):
            for index, word in enumerate(items(container, field)):
                if isinstance(word, str) and _names(word, host_path):
                    return (*path, field, index)
    return None


def _names(word: str, host_path: str) -> bool:
    before, found, after = word.partition(host_path)
    return (
        bool(found) and before[-1:] in ("", "=", " ", ":", '"', "'") and after[:1] in ("", "/", " ", '"', "'")
    )
