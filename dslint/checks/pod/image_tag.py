"""An image whose tag says nothing about what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import all_containers, name_of

_PLACEHOLDERS = ("$", "{", "<", "%", " ")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the image. A digest settles it; a placeholder is filled in later, by something that knows."""
    for path, container in all_containers(subject):
        image = container.get("image")
        if not isinstance(image, str) or not image or any(mark in image for mark in _PLACEHOLDERS):
            continue
        repository, at_sign, _ = image.partition("@")
        folders, slash, last = repository.rpartition("/")
        name, colon, tag = last.partition(":")
        if at_sign or (colon and tag != "latest"):
            continue
        shown = "has no tag, which means latest" if not colon else "has the tag latest"
        yield Hit(
            (*path, "image"),
            {"shown": shown, "repository": f"{folders}{slash}{name}", "container": name_of(container)},
        )
