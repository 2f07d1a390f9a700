"""An image whose tag moves.

Parameters: `tags`, `beginnings` and `endings` are tags, and parts of tags, that are moved to another
image from time to time, in lower case; `meant_in` lists registries or folders of them
(`registry.example/nightly`), and `meant_for` names of containers, for which that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.container.images import Image, images, placeholder
from dslint.kubernetes.formats.images import is_reference
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the image. A digest fixes the content; a placeholder is filled in later."""
    for image in images(subject):
        if " " in image.text or placeholder(image.text) or _is_meant(image, params):
            continue
        repository, at_sign, _ = image.text.partition("@")
        folders, slash, last = repository.rpartition("/")
        name, colon, tag = last.partition(":")
        if at_sign or (colon and not tag) or (tag and not _moves(tag, params)):
            continue
        if not is_reference(image.text):  # image-invalid says so
            continue
        shown = f"has the tag {tag}" if tag else "has no tag, which means latest"
        yield Hit(
            image.paths[0],
            {"shown": shown, "repository": f"{folders}{slash}{name}", "container": image.containers},
        )


def _is_meant(image: Image, params: Mapping[str, Any]) -> bool:
    return image.containers in params.get("meant_for", ()) or _is_below(
        image.text, params.get("meant_in", ())
    )


def _moves(tag: str, params: Mapping[str, Any]) -> bool:
    lower = tag.lower()
    return (
        lower in params["tags"]
        or lower.endswith(tuple(params["endings"]))
        or lower.startswith(tuple(params.get("beginnings", ())))
    )


def _is_below(image: str, folders: Any) -> bool:
    return any(image.startswith(f"{folder.rstrip('/')}/") for folder in folders if isinstance(folder, str))
