"""Distinguish partial manifests from complete ones: patches, overlays, test assertions, values files.

A partial manifest must not be judged as if it were applied. This matters for files that a command finds in a
folder; a file that the user names as a manifest is always judged.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dslint.reader.nodes import Json
from dslint.values.typed import NamedTuple

_DIRECTIVES = ("$patch", "$retainKeys", "$deleteFromPrimitiveList/", "$setElementOrder/")
"""Keys of strategic merge patches. Source: `k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`."""

PATCH = "a patch: "
OF_KUSTOMIZATION = "patch of a kustomization"
_PARTIAL = f"{PATCH}it has neither a selector nor labels for its pods"
_DIRECTED = f"{PATCH}it says {{key}}, which is only valid in a patch"
_ASSERTION = "not a complete manifest: it has no spec (a test assertion or a fragment)"
_VALUES = "a values file: it has kind: DaemonSet but neither apiVersion nor metadata"

_ABOUT_THE_OBJECT = frozenset({"apiVersion", "kind", "metadata", "status"})
"""The top-level keys of an object beside its spec; a test assertion has no others."""


def why_not_whole(data: dict[str, Json], *, named: bool = False) -> str | None:
    """Return why the data of a DaemonSet is only a part of one; None if it should be judged.

    With `named`, the user named exactly this text. Then it is partial only if it says so itself, by a merge
    directive or as a values file.
    """
    if "apiVersion" not in data and "metadata" not in data and "spec" not in data:
        return _VALUES
    directive = _directive(data)
    if directive is not None:
        return _DIRECTED.format(key=directive)
    if named or _is_meant_whole(data):
        return None
    return _PARTIAL if "spec" in data else _ASSERTION


def is_patch(why: str) -> bool:
    """Whether a reason says that the file is listed as a patch."""
    return why.startswith((PATCH, OF_KUSTOMIZATION))


def _is_meant_whole(data: dict[str, Json]) -> bool:
    """Whether a DaemonSet in a file that nobody named is complete, however broken.

    Labels, a selector, or a container with an image anywhere make it complete. Misplaced keys at the top
    level count as part of the spec.
    """
    if "spec" not in data:
        metadata = data.get("metadata")
        misplaced = isinstance(metadata, dict) and "spec" in metadata
        return misplaced or not data.keys() <= _ABOUT_THE_OBJECT
    spec = data["spec"]
    if not isinstance(spec, dict) or not spec or spec.get("selector") is not None:
        return True
    template = spec.get("template")
    if "template" in spec and (not isinstance(template, dict) or _has_labels(template)):
        return True
    return _has_image(data)


def _has_labels(template: dict[str, Json]) -> bool:
    metadata = template.get("metadata")
    return isinstance(metadata, dict) and bool(metadata.get("labels"))


def _has_image(data: Json) -> bool:
    """Whether there are containers with an image, at any depth."""
    for mapping in _mappings(data):
        for key, value in mapping.items():
            if str(key).lower() in ("container", "containers", "initcontainers"):
                items = value if isinstance(value, list) else [value]
                if any(isinstance(item, dict) and item.get("image") for item in items):
                    return True
    return False


def _directive(data: Json) -> str | None:
    for mapping in _mappings(data):
        for key in mapping:
            if key.startswith("$") and key.startswith(_DIRECTIVES):
                return key
    return None


def _mappings(data: Json) -> Iterator[dict[str, Json]]:
    """Yield every mapping in a value, including itself."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def without_directives(data: Json) -> Json:
    """Return the value without the keys that only a merge understands; lists keep their length."""
    if isinstance(data, dict):
        return {
            key: without_directives(value)
            for key, value in data.items()
            if not str(key).startswith(_DIRECTIVES)
        }
    return [without_directives(item) for item in data] if isinstance(data, list) else data


def files_patched_with(kustomization: Json, folder: str) -> Iterator[str]:
    """Return the paths (with `/`) of the files that a kustomization in `folder` applies as patches.

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


class JsonPatch(NamedTuple):
    """A file with a JSON patch for DaemonSets, and the name of its target, if given."""

    target: str
    file: str


def json_patches_in(kustomization: Json, folder: str) -> Iterator[JsonPatch]:
    """Yield the files with patches that a kustomization in `folder` applies to DaemonSets by their kind."""
    if not isinstance(kustomization, dict):
        return
    for field in ("patches", "patchesJson6902"):
        for patch in _list(kustomization.get(field)):
            target = patch.get("target") if isinstance(patch, dict) else None
            if isinstance(target, dict) and is_for_daemonsets(target) and isinstance(patch.get("path"), str):
                file = posixpath.normpath(posixpath.join(folder, patch["path"]))
                yield JsonPatch(str(target.get("name") or ""), file)


def is_for_daemonsets(target: Json) -> bool:
    """Whether the target of a patch names the kind, alone or among others (`DaemonSet|Deployment`)."""
    kind = target.get("kind") if isinstance(target, dict) else None
    return isinstance(kind, str) and "DaemonSet" in kind.strip("^()$").split("|")


def resources_listed(kustomization: Json, folder: str) -> Iterator[str]:
    """Return the paths of files and folders among the resources of a kustomization in `folder`, without URLs.

    Source: `Kustomization` of `sigs.k8s.io/kustomize/api/types`: resources, and bases, its older name.
    """
    if not isinstance(kustomization, dict):
        return
    for field in ("resources", "bases"):
        for entry in _list(kustomization.get(field)):
            if isinstance(entry, str) and "\n" not in entry and "://" not in entry:
                yield posixpath.normpath(posixpath.join(folder, entry))


def generated_by(kustomization: Json) -> Iterator[tuple[str, str]]:
    """Return (kind, name) of the objects that a kustomization generates from literals and files."""
    for field, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for entry in _list(kustomization.get(field)) if isinstance(kustomization, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                yield kind, entry["name"]


def namespace_set_by(kustomization: Json) -> str:
    """Return the namespace that a kustomization sets for all its objects, or ""."""
    found = kustomization.get("namespace") if isinstance(kustomization, dict) else None
    return found if isinstance(found, str) else ""


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def render_command(folder: str) -> str:
    """Return the command that builds the kustomization of a patch and pipes it to dslint."""
    return f"kubectl kustomize {folder or '.'} | dslint lint -"
