"""Configuration of the same stream that a running pod never reads again after a change.

Environment variables and files mounted by `subPath` are read when a container starts. An
annotation of the pod template that changes with the configuration, or a name that does, restarts
the pods; both are recognized.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.references import object_of, references_of
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.references import mounts_by_sub_path
from dslint.values.path import POD_ANNOTATIONS, POD_SPEC, FieldPath
from dslint.values.problem import Severity
from dslint.values.typed import Any
from dslint.values.words import listed

_CHANGES_WITH_IT = r"(?i)checksum|hash|sha|reload|config-version|stakater|revision|generation"
_HASHED_NAME = r".*-(?:[0-9a-f]{8,}|[bcdfghkmt2456789]{10}|v?[0-9]+)"
_SHOWN_ENV = "environment variables"
_EXECUTABLE = 0o111
_SHOWN_FILE = "a file mounted by subPath"


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such mount or variable; one finding per DaemonSet.

    Programs often read changed files again, but not variables, scripts, or files of init containers: only
    these are reported, as an info.
    """
    if not subject.companions.has_any("ConfigMap", "Secret") or _restarts(subject):
        return
    pod_spec = mapping(subject.written, *POD_SPEC)
    found: dict[str, tuple[FieldPath, str]] = {}
    mounted = mounts_by_sub_path(pod_spec)
    for reference in references_of(subject):
        known = object_of(subject.companions, reference, subject.name.namespace)
        if (
            known is None
            or known.written.get("immutable") is True
            or re.fullmatch(_HASHED_NAME, reference.name)
        ):
            continue
        path = mounted.get(reference.path[3:5]) if reference.way == "volume" else None
        if reference.way == "env":
            found.setdefault(f"{reference.kind} {reference.name}", (reference.path, _SHOWN_ENV))
        elif path is not None:
            found.setdefault(f"{reference.kind} {reference.name}", (path, _SHOWN_FILE))
    files = {name: place for name, place in found.items() if _is_read_on(place, pod_spec)}
    if found:
        path, how = next(iter((files or found).values()))
        severity: Severity = "warning" if files else "info"
        yield Hit(path, {"objects": listed(list(files or found)), "how": how}, severity=severity)


def _is_read_on(place: tuple[FieldPath, str], pod_spec: Mapping[str, Any]) -> bool:
    """Whether a running program may read the file again: not a script or a file of an init container."""
    path, how = place
    if how != _SHOWN_FILE or path[3] == "initContainers":
        return False
    mount = items(items(pod_spec, "containers")[int(path[4])], "volumeMounts")[int(path[6])]
    volumes = (volume for volume in items(pod_spec, "volumes") if text(volume, "name") == text(mount, "name"))
    modes = [
        mapping(volume, field).get("defaultMode") for volume in volumes for field in ("configMap", "secret")
    ]
    return not any(isinstance(mode, int) and mode & _EXECUTABLE for mode in modes)


def _restarts(subject: Subject) -> bool:
    """Whether something restarts the pods when the configuration changes."""
    places = (POD_ANNOTATIONS, ("metadata", "annotations"))
    names = [key for place in places for key in mapping(subject.written, *place)]
    return any(re.search(_CHANGES_WITH_IT, str(name)) for name in names)
