"""Volumes of one kind.

Parameters: `source` is the kind (`hostPath`, `persistentVolumeClaim`, …); `without` a field of it
that would make it right; `paths` the host paths that the rule is about (a path and all below it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import POD_SPEC, entries


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the volume's source, in the manifest as written: there every volume has its own index."""
    kind = params["source"]
    for path, volume in entries(subject.written, (*POD_SPEC, "volumes")):
        source = volume.get(kind)
        if not isinstance(source, Mapping) or (
            "without" in params and source.get(params["without"]) is not None
        ):
            continue
        host_path = source.get("path")
        if "paths" in params and not any(_within(host_path, sensitive) for sensitive in params["paths"]):
            continue
        yield Hit(
            (*path, kind),
            {"volume": volume.get("name", ""), "path": host_path, "claim": source.get("claimName", "")},
            anchor="key",
        )


def _within(path: object, sensitive: str) -> bool:
    if not isinstance(path, str):
        return False
    clean = path.rstrip("/") or "/"
    return clean == sensitive or (sensitive != "/" and clean.startswith(f"{sensitive}/"))
