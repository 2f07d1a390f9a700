"""Two controllers of one namespace whose selectors pick each other's pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.companions import is_variant, name_of, neighbours
from dslint.checks.node_conditions import can_share_a_node
from dslint.checks.podspec import POD_SPEC, listed, mapping, pod_spec, texts
from dslint.checks.stream_objects import namespace_of
from dslint.kubernetes.labels import matches

_SELECTOR = ("spec", "selector")
_LABELS = ("spec", "template", "metadata", "labels")
_CONTROLLERS = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the selector and name them all; of a pair of DaemonSets, in the one whose name comes later.

    Variants of one DaemonSet for different nodes are often told apart by nothing else than their
    nodes: that is an info.
    """
    others = [other for other in _candidates(subject) if _overlap(subject, other)]
    if others:
        names = listed([f"{other['kind']} {name_of(other)}" for other in others])
        meet = any(_may_meet(subject, other) for other in others)
        yield Hit(("spec", "selector"), {"others": names}, anchor="key", severity=None if meet else "info")


def _candidates(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """The controllers whose pods have a label that the selector wants, if it names any."""
    labels = texts(subject.manifest, (*_SELECTOR, "matchLabels"))
    if not labels:
        return neighbours(subject, *_CONTROLLERS)
    found = subject.companions.with_pod_label(namespace_of(subject.written), *next(iter(labels.items())))
    return (one for one in found if one.get("kind") in _CONTROLLERS and not is_variant(subject, one))


def _overlap(subject: Subject, other: Mapping[str, Any]) -> bool:
    if other["kind"] == "DaemonSet" and name_of(other) > subject.name.name:
        return False
    own = _picks(mapping(subject.manifest, _SELECTOR), texts(other, _LABELS))
    return own and _picks(mapping(other, _SELECTOR), texts(subject.manifest, _LABELS))


def _may_meet(subject: Subject, other: Mapping[str, Any]) -> bool:
    return other["kind"] != "DaemonSet" or can_share_a_node(pod_spec(subject), mapping(other, POD_SPEC))


def _picks(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    return bool(selector) and bool(labels) and _is_whole(selector) and matches(selector, labels)


def _is_whole(selector: Mapping[str, Any]) -> bool:
    """Whether the other object's selector, which nobody has judged, can be matched at all."""
    expressions = selector.get("matchExpressions")
    terms = expressions if isinstance(expressions, list) else ()
    return isinstance(selector.get("matchLabels", {}), dict) and all(
        isinstance(term, dict) and isinstance(term.get("values", []), list) for term in terms
    )
