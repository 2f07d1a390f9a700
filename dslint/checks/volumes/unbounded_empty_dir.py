"""emptyDir volumes without a limit; one finding per DaemonSet.

sizeLimit limits the volume. An ephemeral-storage limit of any container limits the disk space of
the whole pod; a volume in memory counts towards the memory limits of the containers that mount it.
Source: the eviction manager of the kubelet (`podEphemeralStorageLimitEviction`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.kubernetes.access import items, mapping
from dslint.values.typed import Any
from dslint.values.words import listed


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the source of the first such volume."""
    found = [
        (path, text(volume, ("name",)))
        for path, volume in subject.volumes
        if isinstance(volume.get("emptyDir"), dict) and not _is_limited(subject, volume)
    ]
    if found:
        yield Hit((*found[0][0], "emptyDir"), {"volumes": listed([name for _, name in found])}, anchor="key")


def _is_limited(subject: Subject, volume: Mapping[str, Any]) -> bool:
    source = mapping(volume, "emptyDir")
    if source.get("sizeLimit") is not None:
        return True
    name = volume.get("name")
    containers = [container for _, container in subject.all_containers]
    if source.get("medium") != "Memory":
        return _has_limit(subject.pod_spec, "ephemeral-storage") or any(
            _has_limit(container, "ephemeral-storage") for container in containers
        )
    mounting = [
        container
        for container in containers
        if any(mapping(mount).get("name") == name for mount in items(container, "volumeMounts"))
    ]
    return _has_limit(subject.pod_spec, "memory") or (
        bool(mounting) and all(_has_limit(container, "memory") for container in mounting)
    )


def _has_limit(owner: Mapping[str, Any], resource: str) -> bool:
    return bool(mapping(owner, "resources", "limits").get(resource))
