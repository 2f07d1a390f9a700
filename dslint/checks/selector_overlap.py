"""Two controllers of one namespace whose selectors pick each other's pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.companions import name_of, neighbours
from dslint.checks.podspec import mapping, texts
from dslint.kubernetes.labels import matches

_LABELS = ("spec", "template", "metadata", "labels")
_CONTROLLERS = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the selector; once for a pair of DaemonSets, in the one whose name comes later."""
    selector, labels = mapping(subject.manifest, ("spec", "selector")), texts(subject.manifest, _LABELS)
    for other in neighbours(subject, *_CONTROLLERS):
        if other["kind"] == "DaemonSet" and name_of(other) > subject.name.name:
            continue
        theirs = mapping(other, ("spec", "selector"))
        if _picks(selector, texts(other, _LABELS)) and _picks(theirs, labels):
            yield Hit(("spec", "selector"), {"kind": other["kind"], "other": name_of(other)}, anchor="key")


def _picks(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    return bool(selector) and bool(labels) and _is_whole(selector) and matches(selector, labels)


def _is_whole(selector: Mapping[str, Any]) -> bool:
    """Whether the other object's selector, which nobody has judged, can be matched at all."""
    expressions = selector.get("matchExpressions")
    terms = expressions if isinstance(expressions, list) else ()
    return isinstance(selector.get("matchLabels", {}), Mapping) and all(
        isinstance(term, Mapping) and isinstance(term.get("values", []), list) for term in terms
    )
