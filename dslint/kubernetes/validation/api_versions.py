"""apiVersion and kind, and the API versions a DaemonSet once had.

A manifest of an old version is refused, and judged all the same as what it is in apps/v1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.migration import OLD_DEFAULTS, REMOVED_IN, SERVED, migrate
from dslint.kubernetes.validation.reading import UNREAD
from dslint.values.problem import Change, Problem

KIND = "DaemonSet"


def api_version_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge apiVersion and kind; a wrong type is noted where the manifest is decoded."""
    version, kind = data.get("apiVersion"), data.get("kind")
    if isinstance(version, str) and version in REMOVED_IN:
        yield _removed(version, migrate(data).changes)
    elif not version:
        yield _wrong("apiVersion", "the manifest has no apiVersion", f"apiVersion: {SERVED}")
    elif isinstance(version, str) and version != SERVED:
        yield _wrong("apiVersion", f"no API version {version!r} has a DaemonSet", f"apiVersion: {SERVED}")
    if not kind:
        yield _wrong("kind", "the manifest has no kind", f"kind: {KIND}")
    elif isinstance(kind, str) and kind != KIND:
        yield _wrong("kind", f"the kind is {kind!r}, not {KIND}", f"kind: {KIND}")


def _removed(version: str, changes: tuple[Change, ...]) -> Problem:
    write = f"apiVersion: {SERVED}"
    if version == OLD_DEFAULTS:
        write += " with spec.selector and spec.updateStrategy written out (its defaults were others)"
    return Problem(
        rule="removed-api-version",
        path=("apiVersion",),
        message=f"{version} has not been served since Kubernetes {REMOVED_IN[version]}",
        source="decode",
        result="kubectl finds no such kind in the cluster and sends nothing.",
        write=write,
        changes=changes,
    )


def _wrong(field: str, message: str, write: str) -> Problem:
    return Problem(
        rule="api-version", path=(field,), message=message, source="decode", result=UNREAD, write=write
    )
