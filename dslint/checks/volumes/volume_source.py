"""Volumes of one kind; one finding per DaemonSet.

Parameters: `source` is the kind (`hostPath`, `persistentVolumeClaim`, …); `without` a field of it
that would make it right; `paths` and `below` the host paths that the rule is about: these
themselves, and all that lies below these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import Entry, entries, text
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any
from dslint.values.words import listed


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the source of the first such volume, in the manifest as written, whose indices are its own."""
    kind = params["source"]
    found = [entry for entry in entries(subject.written, (*POD_SPEC, "volumes")) if _is_meant(entry, params)]
    if found:
        yield Hit(
            (*found[0][0], kind),
            {
                "volumes": _listed(found, ("name",)),
                "paths": _listed(found, (kind, "path")),
                "claims": _listed(found, (kind, "claimName")),
            },
            anchor="key",
        )


def _is_meant(entry: Entry, params: Mapping[str, Any]) -> bool:
    source = entry[1].get(params["source"])
    if not isinstance(source, dict):
        return False
    if "without" in params and source.get(params["without"]) is not None:
        return False
    path = (text(source, ("path",)).rstrip("/") or "/") if source.get("path") else ""
    below = any(path.startswith(f"{folder}/") for folder in params.get("below", ()))
    return "paths" not in params or path in params["paths"] or below


def _listed(found: list[Entry], path: tuple[str, ...]) -> str:
    return listed([text(volume, path) for _, volume in found])
