"""The images of a DaemonSet, each once with all containers that run it."""

from __future__ import annotations

import re

from dslint.checks.base import Subject
from dslint.checks.podspec import name_of
from dslint.values.path import FieldPath
from dslint.values.typed import NamedTuple
from dslint.values.words import listed

_PLACEHOLDER = (
    r"\$\([^()]*\)|\$\{\{?[^{}]*\}?\}|\$[A-Za-z_]\w*|"
    r"\{\{[^{}]*\}\}|\{[^{}]*\}|<[^<>]*>|%[A-Za-z_]\w*%|@[A-Z_]\w*@"
)
_SIGNS = "${<%@"
"""The first characters of placeholders. Most images have none of them, so no pattern is compiled."""
_FOR_AN_OPERATOR = r"[A-Z]+(?: [A-Z]+)+\Z"


class Image(NamedTuple):
    """An image: its first place, the other places, and its containers."""

    text: str
    paths: tuple[FieldPath, ...]
    containers: str


def images(subject: Subject) -> tuple[Image, ...]:
    """Every image, in the order of its first container."""
    return subject.once(_images)


def _images(subject: Subject) -> tuple[Image, ...]:
    places: dict[str, list[FieldPath]] = {}
    names: dict[str, list[str]] = {}
    for path, container in subject.all_containers:
        image = container.get("image")
        if isinstance(image, str) and image:
            places.setdefault(image, []).append((*path, "image"))
            names.setdefault(image, []).append(name_of(container))
    return tuple(Image(image, tuple(paths), listed(names[image])) for image, paths in places.items())


def placeholder(text: str) -> str:
    """Return the placeholder for a part of an image (`${TAG}`, `<version>`), or ""."""
    if not any(sign in text for sign in _SIGNS):
        return ""
    match = re.search(_PLACEHOLDER, text)
    return match[0] if match is not None else ""


def is_for_an_operator(text: str) -> bool:
    """Whether a value is a note that a program fills it in, such as `FILLED BY THE OPERATOR`."""
    return " " in text and re.match(_FOR_AN_OPERATOR, text) is not None
