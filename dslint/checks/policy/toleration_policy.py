"""Tolerations that are allowed, or forbidden, described by key, operator, value and effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import kernel, tolerations
from dslint.kubernetes.requirement_text import toleration_text
from dslint.kubernetes.taints import Toleration
from dslint.values.globs import picked
from dslint.values.typed import Any

_FIELDS = ("key", "operator", "value", "effect")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each toleration that none of `allowed`, or one of `forbidden`, describes."""
    allowed, forbidden = params.get("allowed"), params.get("forbidden", ())
    for path, toleration in tolerations(subject):
        if any(_describes(each, toleration) for each in forbidden):
            yield Hit(path, {"toleration": toleration_text(toleration), "wanted": "remove the toleration"})
        elif allowed is not None and not any(_describes(each, toleration) for each in allowed):
            wanted = " or ".join(_words(each) for each in allowed) or "no toleration"
            yield Hit(path, {"toleration": toleration_text(toleration), "wanted": wanted})


def _describes(description: Mapping[str, str], toleration: Toleration) -> bool:
    """Whether all parts of a description match; an empty string matches a missing field."""
    values = dict(zip(_FIELDS, kernel(toleration), strict=True))
    return all(picked(values[field], (glob,)) for field, glob in description.items())


def _words(description: Mapping[str, str]) -> str:
    return ", ".join(f"{field} {glob or '(not set)'}" for field, glob in description.items())
