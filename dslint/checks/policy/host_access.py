"""Permitted use of the node by pods: host paths, host namespaces, capabilities and privileges, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, at, entries, pod_spec
from dslint.values.globs import picked
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any

_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")

Use = tuple[FieldPath, str, str]
"""The place of a use, its kind, and its name."""


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each use that is not allowed."""
    for key, uses in _USES.items():
        if key not in params:
            continue
        allowed = params[key]
        for path, what, name in uses(subject):
            if allowed is True or (allowed is not False and picked(name, tuple(allowed))):
                continue
            wanted = ", ".join(allowed) if allowed else "nothing of the kind"
            yield Hit(path, {"what": what, "value": name, "wanted": wanted})


def _host_paths(subject: Subject) -> Iterator[Use]:
    for path, volume in entries(subject.manifest, (*POD_SPEC, "volumes")):
        host_path = at(volume, ("hostPath", "path"))
        if isinstance(host_path, str):
            yield (*path, "hostPath", "path"), "host path", host_path


def _namespaces(subject: Subject) -> Iterator[Use]:
    for field in _NAMESPACES:
        if pod_spec(subject).get(field) is True:
            yield (*POD_SPEC, field), "host namespace", field


def _capabilities(subject: Subject) -> Iterator[Use]:
    for path, container in all_containers(subject):
        added = at(container, ("securityContext", "capabilities", "add"))
        for index, name in enumerate(added if isinstance(added, list) else ()):
            place: FieldPath = (*path, "securityContext", "capabilities", "add", index)
            yield place, "capability", str(name)


def _privileged(subject: Subject) -> Iterator[Use]:
    for path, container in all_containers(subject):
        if at(container, ("securityContext", "privileged")) is True:
            yield (*path, "securityContext", "privileged"), "privilege", "privileged"


_USES = {
    "host-paths": _host_paths,
    "host-namespaces": _namespaces,
    "capabilities": _capabilities,
    "privileged": _privileged,
}
