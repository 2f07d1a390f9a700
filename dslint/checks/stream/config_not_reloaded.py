"""Configuration of the same stream that a running pod never sees again after it has changed.

Environment variables and files mounted by `subPath` are read when a container starts. An
annotation of the pod template that changes with the configuration, or a name that does, restarts
the pods; both are recognized.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.references import object_of, references_of
from dslint.kubernetes.access import mapping
from dslint.kubernetes.references import mounts_by_sub_path
from dslint.values.path import POD_ANNOTATIONS, POD_SPEC, FieldPath
from dslint.values.problem import Severity
from dslint.values.typed import Any
from dslint.values.words import listed

_CHANGES_WITH_IT = r"(?i)checksum|hash|sha|reload|config-version|stakater|revision|generation"
_HASHED_NAME = r".*-(?:[0-9a-f]{8,}|[bcdfghkmt2456789]{10}|v?[0-9]+)"
_SHOWN_ENV = "environment variables"
_SHOWN_FILE = "a file mounted by subPath"


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such mount or variable; one finding for a DaemonSet.

    Files are commonly expected to change under a running program, variables are not: those alone
    are an info.
    """
    if _restarts(subject):
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
    files = {name: place for name, place in found.items() if place[1] == _SHOWN_FILE}
    if found:
        path, how = next(iter((files or found).values()))
        severity: Severity = "warning" if files else "info"
        yield Hit(path, {"objects": listed(list(files or found)), "how": how}, severity=severity)


def _restarts(subject: Subject) -> bool:
    """Whether something is there that restarts the pods when configuration changes."""
    places = (POD_ANNOTATIONS, ("metadata", "annotations"))
    names = [key for place in places for key in mapping(subject.written, *place)]
    return any(re.search(_CHANGES_WITH_IT, str(name)) for name in names)
