"""apiVersion and kind, and the API versions a DaemonSet once had.

A manifest of an old version is refused, and judged all the same as what it is in apps/v1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.migration import OLD_DEFAULTS, REMOVED_IN, SERVED, migrate
from dslint.kubernetes.validation.fields import shown
from dslint.values.problem import Change, Problem

KIND = "DaemonSet"


def api_version_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge apiVersion and kind; a wrong type is noted where the manifest is decoded."""
    version, kind = data.get("apiVersion"), data.get("kind")
    if isinstance(version, str) and version in REMOVED_IN:
        yield _removed(version, migrate(data).changes)
    else:
        yield from _header_problems(
            "apiVersion", version, SERVED, "is not an API version that has DaemonSets"
        )
    yield from _header_problems("kind", kind, KIND, "is not a DaemonSet")


def _header_problems(field: str, value: Any, wanted: str, fault: str) -> Iterator[Problem]:
    if value == wanted or (value and not isinstance(value, str)):
        return
    yield Problem(
        rule="api-version",
        path=(field,),
        message=f"`{field}: {shown(value)}` {fault}" if value else f"the manifest has no `{field}`",
        source="decode",
        result="kubectl cannot tell what to create and sends nothing.",
        write=f"{field}: {wanted}",
        changes=(Change("replace", (field,), wanted),) if field == "apiVersion" and value else (),
    )


def _removed(version: str, changes: tuple[Change, ...]) -> Problem:
    write = f"apiVersion: {SERVED}"
    if version == OLD_DEFAULTS:
        write += ", and selector and updateStrategy written out (its defaults were others)"
    return Problem(
        rule="removed-api-version",
        path=("apiVersion",),
        message=f"`{version}` has not been served since Kubernetes {REMOVED_IN[version]}",
        source="decode",
        result="kubectl finds no such kind in the cluster and sends nothing.",
        write=write,
        changes=changes,
    )
