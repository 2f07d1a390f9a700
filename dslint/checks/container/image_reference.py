"""An image that the kubelet cannot pull, whatever the registry contains.

Parameter: `fault`, one of `invalid` (not an image reference), `unrendered` (a placeholder such as
`${TAG}` that nothing has replaced) and `retired` (a registry that serves nothing new); the last
one has a parameter `registries` too, from the old name to the one that took over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from dslint.checks.base import Hit, Subject
from dslint.checks.container.images import Image, images, is_for_an_operator, placeholder
from dslint.kubernetes.formats.images import is_reference
from dslint.values.problem import Change
from dslint.values.typed import Any

_SCIENTIFIC = re.compile(r":\d+(?:\.\d+)?e\+\d+\Z", re.IGNORECASE)
_INVALID_TAG = re.compile(r"[^A-Za-z0-9_.-]")
_LONGEST_TAG = 128
_SHORT = 60


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the image; once per image, and once per DaemonSet that is not rendered."""
    found = (hit for image in images(subject) for hit in _FAULTS[params["fault"]](image, params))
    return islice(found, 1) if params["fault"] == "unrendered" else found


def _invalid(image: Image, _: Mapping[str, Any]) -> Iterator[Hit]:
    if placeholder(image.text) or is_for_an_operator(image.text) or is_reference(image.text):
        return
    why, write = _why(image.text)
    yield Hit(image.paths[0], {"container": image.containers, "why": why, "write": write})


def _why(text: str) -> tuple[str, str]:
    """Return the error in a reference, and what to write."""
    name, at_sign, digest = text.partition("@")
    folders, slash, last = name.rpartition("/")
    repository, colon, tag = last.partition(":")
    in_tag = bool(colon) and (_INVALID_TAG.search(tag) or len(tag) > _LONGEST_TAG or tag[:1] in ".-")
    causes = (
        (text.strip() != text, "there are spaces around it", text.strip()),
        (len(text.split()) > 1, "it contains a space", text.split(maxsplit=1)[0] if text.split() else ""),
        (
            _SCIENTIFIC.search(text),
            "its tag is a number in scientific notation",
            "the version as a quoted string",
        ),
        (text.endswith(":"), "it ends with a colon and has no tag", f"{text}<version>"),
        ("://" in text, "it begins with a scheme", text.partition("://")[2]),
        (in_tag, f"{tag[:_SHORT]!r} is not a valid tag", f"{folders}{slash}{repository}:<version>"),
        (at_sign and digest, "its digest is not valid", f"{name}@sha256:<64 hexadecimal digits>"),
        (name.lower() != name, "a repository name is written in lower case", text.lower()),
    )
    for applies, why, write in causes:
        if applies:
            return why, write
    return "it does not name a repository", "<registry>/<repository>:<version>"


def _unrendered(image: Image, _: Mapping[str, Any]) -> Iterator[Hit]:
    found = placeholder(image.text)
    if found and not is_reference(image.text):
        yield Hit(image.paths[0], {"container": image.containers, "placeholder": found[:_SHORT]})


def _retired(image: Image, params: Mapping[str, Any]) -> Iterator[Hit]:
    registry, slash, rest = image.text.partition("/")
    successor = params["registries"].get(registry)
    if not successor or not slash:
        return
    written = f"{successor}/{rest}"
    valid = is_reference(image.text)
    yield Hit(
        image.paths[0],
        {"container": image.containers, "registry": registry, "successor": successor, "image": written},
        changes=tuple(Change("replace", path, written) for path in image.paths) if valid else (),
    )


_FAULTS: dict[str, Callable[[Image, Mapping[str, Any]], Iterator[Hit]]] = {
    "invalid": _invalid,
    "unrendered": _unrendered,
    "retired": _retired,
}
