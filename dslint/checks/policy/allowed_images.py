"""Registries that images may come from, and whether a digest is required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, name_of
from dslint.checks.policy.conditions import shown
from dslint.kubernetes.formats.images import with_registry
from dslint.values.globs import picked
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each image that is not allowed."""
    for path, container in all_containers(subject):
        image = container.get("image")
        if not isinstance(image, str) or not image:
            continue
        wanted = _wanted(image, params)
        if wanted:
            values = {"container": name_of(container), "image": shown(image), "wanted": wanted}
            yield Hit((*path, "image"), values)


def _wanted(image: str, params: Mapping[str, Any]) -> str:
    registries = params.get("registries")
    if registries is not None and not _is_from(image, tuple(registries)):
        return f"an image from {', '.join(registries)}"
    if params.get("digest") and "@sha256:" not in image:
        return "an image with a digest (@sha256:…)"
    return ""


@lru_cache(maxsize=4096)
def _is_from(image: str, registries: tuple[str, ...]) -> bool:
    """Whether the image lies in one of the registries: `registry/path` and everything below it."""
    globs = _globs(registries)
    return any(picked(name, globs) for name in _names(image))


@lru_cache(maxsize=256)
def _globs(registries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(glob for each in registries for glob in (each, f"{each.rstrip('/')}/*"))


@lru_cache(maxsize=256)
def _names(image: str) -> tuple[str, ...]:
    """An image with its registry; Docker Hub's own images also lie in `library`, without it."""
    full = with_registry(image).partition("@")[0]
    registry, _, path = full.partition("/")
    if registry != "docker.io" or "/" in path:
        return (full, _without_tag(full))
    return (full, _without_tag(full), f"{registry}/library/{path}")


def _without_tag(full: str) -> str:
    folders, slash, last = full.rpartition("/")
    return f"{folders}{slash}{last.partition(':')[0]}"
