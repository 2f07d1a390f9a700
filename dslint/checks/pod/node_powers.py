"""Permissions of the pod's containers on their node; one finding per DaemonSet.

Parameter: `power`, one of `privileged`, `capability`, `namespace`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, at, name_of, pod_spec
from dslint.kubernetes.node.capabilities import RUNTIME_DEFAULT, without_prefix
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any
from dslint.values.words import listed

_NAMESPACES = ("hostPID", "hostIPC")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first place of the permission, and name all containers with it."""
    found = list(_POWERS[params["power"]](subject))
    if found:
        yield Hit(found[0][0], {"who": listed([who for _, who in found])})


Place = tuple[FieldPath, str]


def _privileged(subject: Subject) -> Iterator[Place]:
    for path, container in all_containers(subject):
        if at(container, ("securityContext", "privileged")) is True:
            yield (*path, "securityContext", "privileged"), name_of(container)


def _capabilities(subject: Subject) -> Iterator[Place]:
    for path, container in all_containers(subject):
        added = at(container, ("securityContext", "capabilities", "add"))
        for index, capability in enumerate(added if isinstance(added, list) else ()):
            if without_prefix(str(capability)) not in RUNTIME_DEFAULT:
                yield (*path, "securityContext", "capabilities", "add", index), str(capability)


def _namespaces(subject: Subject) -> Iterator[Place]:
    for field in _NAMESPACES:
        if pod_spec(subject).get(field) is True:
            yield (*POD_SPEC, field), field


_POWERS = {"privileged": _privileged, "capability": _capabilities, "namespace": _namespaces}
