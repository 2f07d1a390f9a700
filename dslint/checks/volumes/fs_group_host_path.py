"""fsGroup for a hostPath volume, to which the kubelet does not apply it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import containers, text
from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.node.kubelet import effective_user
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Related
from dslint.values.typed import Any

_DIRECTORIES = ("", "Directory", "DirectoryOrCreate")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at fsGroup, if a user that is not root writes below a host path."""
    group = mapping(subject.pod_spec, "securityContext").get("fsGroup")
    if not group or not subject.volumes:
        return
    folders = {
        text(volume, ("name",)): ((*path, "hostPath", "path"), text(volume, ("hostPath", "path")))
        for path, volume in subject.volumes
        if text(volume, ("hostPath", "type")) in _DIRECTORIES and text(volume, ("hostPath", "path"))
    }
    for name in _prepared(subject):
        folders.pop(name, None)
    found = _first(subject, folders) if folders else None
    if found is not None:
        user, (place, host_path) = found
        yield Hit(
            (*POD_SPEC, "securityContext", "fsGroup"),
            {"group": group, "path": host_path, "user": user},
            related=(Related(place, "this directory belongs to the node"),),
        )


def _first(
    subject: Subject, folders: Mapping[str, tuple[FieldPath, str]]
) -> tuple[int, tuple[FieldPath, str]] | None:
    for _, container in containers(subject):
        user = effective_user(subject.pod_spec, container)
        if user and mapping(container, "securityContext").get("privileged") is not True:
            for mount in map(mapping, items(container, "volumeMounts")):
                if mount.get("name") in folders and mount.get("readOnly") is not True:
                    return user, folders[mount["name"]]
    return None


def _prepared(subject: Subject) -> Iterator[str]:
    """Return volumes that an init container mounts, which may be root and change the owner."""
    for container in items(subject.pod_spec, "initContainers"):
        if not effective_user(subject.pod_spec, mapping(container)):
            for mount in items(container, "volumeMounts"):
                yield text(mapping(mount), ("name",))
