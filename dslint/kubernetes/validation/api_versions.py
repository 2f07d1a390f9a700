"""apiVersion and kind, and the API versions a DaemonSet once had.

A manifest of an old version is refused, and judged all the same as what it would have become: its
old defaults are put in its data first. Source: pkg/apis/extensions/v1beta1/defaults.go of
Kubernetes 1.15, the last version to serve it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.validation.reading import UNREAD
from dslint.values.problem import Change, Problem

SERVED = "apps/v1"
KIND = "DaemonSet"
OLD_DEFAULTS = "extensions/v1beta1"
REMOVED_IN: dict[str, str] = {
    "extensions/v1beta1": "1.16",
    "apps/v1beta1": "1.16",
    "apps/v1beta2": "1.16",
}
GENERATION = "templateGeneration"


class Migrated(NamedTuple):
    """An old manifest as data of apps/v1, and the edits that make it so."""

    data: Mapping[str, Any]
    changes: tuple[Change, ...]


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


def migrate(data: Mapping[str, Any]) -> Migrated:
    """What an old manifest is in apps/v1; one that is not old comes back as it is."""
    version = data.get("apiVersion")
    if version not in REMOVED_IN:
        return Migrated(data, ())
    changes = [Change("replace", ("apiVersion",), SERVED)]
    spec = data.get("spec")
    if version != OLD_DEFAULTS or not isinstance(spec, dict):
        return Migrated(data, tuple(changes))
    new = dict(spec)
    labels = _template_labels(spec)
    if not spec.get("selector") and labels:
        new["selector"] = {"matchLabels": labels}
        lines = "".join(f"    {key}: '{value}'\n" for key, value in labels.items())
        changes.append(Change("insert", ("spec",), f"selector:\n  matchLabels:\n{lines}"))
    if not spec.get("updateStrategy"):
        new["updateStrategy"] = {"type": "OnDelete"}
        changes.append(Change("insert", ("spec",), "updateStrategy:\n  type: OnDelete\n"))
    if GENERATION in spec:
        del new[GENERATION]
        changes.append(Change("remove", ("spec", GENERATION)))
    return Migrated({**data, "spec": new}, tuple(changes))


def _template_labels(spec: Mapping[str, Any]) -> dict[str, str]:
    """The labels of the template where all of them can be labels, else none."""
    value: Any = spec
    for step in ("template", "metadata", "labels"):
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        return {}
    return value


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
        safe=True,
    )


def _wrong(field: str, message: str, write: str) -> Problem:
    return Problem(
        rule="api-version", path=(field,), message=message, source="decode", result=UNREAD, write=write
    )
