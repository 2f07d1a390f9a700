"""Pieces of manifests told from whole ones: patches, overlays, test assertions, values files.

A piece must not be judged as if it were applied as it stands. This is for commands that meet
files in a folder; what is given as a manifest on purpose is judged in any case.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dslint.reader.nodes import Json

_DIRECTIVES = ("$patch", "$retainKeys", "$deleteFromPrimitiveList/", "$setElementOrder/")
"""Keys of strategic merge patches. Source: `k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`."""

PATCH = "a patch: "
_PARTIAL = f"{PATCH}it has neither a selector nor labels for its pods"
_DIRECTED = f"{PATCH}it says {{key}}, which is only valid in a patch"
_ASSERTION = "not a complete manifest: it has no spec (a test assertion or a fragment)"
_VALUES = "a values file: it has kind: DaemonSet but neither apiVersion nor metadata"


def why_not_whole(data: dict[str, Json]) -> str | None:
    """Why the data of a DaemonSet is only a piece of one; None for one to be judged."""
    if "apiVersion" not in data and "metadata" not in data:
        return _VALUES
    if "spec" not in data:
        # Keys that belong into the spec are there, only at the wrong depth: a fault, not a fragment.
        return None if {"template", "selector", "containers"} & data.keys() else _ASSERTION
    directive = _directive(data)
    if directive is not None:
        return _DIRECTED.format(key=directive)
    spec = data["spec"]
    if not isinstance(spec, dict) or not isinstance(spec.get("template"), dict):
        # A patch of the DaemonSet alone gives a few fields of the spec and no pods.
        return (
            _PARTIAL
            if isinstance(spec, dict) and spec and "template" not in spec and "selector" not in spec
            else None
        )
    return None if spec.get("selector") is not None or _has_labels(spec["template"]) else _PARTIAL


def _has_labels(template: dict[str, Json]) -> bool:
    metadata = template.get("metadata")
    return isinstance(metadata, dict) and bool(metadata.get("labels"))


def _directive(data: Json) -> str | None:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key in map(str, value):
                if key.startswith("$") and key.startswith(_DIRECTIVES):
                    return key
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return None


KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def files_patched_with(kustomization: Json, folder: str) -> Iterator[str]:
    """The paths of the files that a kustomization in `folder` applies as patches (`/` between folders).

    Source: `Kustomization` of `sigs.k8s.io/kustomize/api/types`: patches, patchesStrategicMerge,
    patchesJson6902.
    """
    if not isinstance(kustomization, dict):
        return
    for field in ("patches", "patchesJson6902"):
        for patch in _list(kustomization.get(field)):
            if isinstance(patch, dict) and isinstance(patch.get("path"), str):
                yield posixpath.normpath(posixpath.join(folder, patch["path"]))
    for entry in _list(kustomization.get("patchesStrategicMerge")):
        if isinstance(entry, str) and "\n" not in entry:
            yield posixpath.normpath(posixpath.join(folder, entry))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def render_command(folder: str) -> str:
    """The command that builds the kustomization a patch belongs to and hands it to dslint."""
    return f"kubectl kustomize {folder or '.'} | dslint lint -"
