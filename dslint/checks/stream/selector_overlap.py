"""Two controllers of one namespace whose selectors match each other's pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.node_conditions import can_share_a_node
from dslint.checks.podspec import mapping, pod_spec, texts
from dslint.checks.stream.companions import namespace_of, neighbours, others
from dslint.checks.stream.stream_objects import StreamObject, can_pick
from dslint.kubernetes.labels import matches
from dslint.values.path import POD_LABELS, POD_SPEC
from dslint.values.typed import Any
from dslint.values.words import listed

_SELECTOR = ("spec", "selector")
_ENOUGH = 20
"""The maximum number of rivals; more of them are still one mistake."""
_CONTROLLERS = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the selector and name them all; of a pair of DaemonSets, in the one whose name is later.

    Variants of one DaemonSet for different nodes often differ only in their nodes: that is an info.
    """
    selector = mapping(subject.manifest, _SELECTOR)
    labels = texts(subject.manifest, POD_LABELS)
    if not can_pick(selector):
        return
    overlapping = (
        candidate
        for candidate in _candidates(subject)
        if _overlap(subject.name.name, selector, labels, candidate)
    )
    found = list(islice(overlapping, _ENOUGH))
    if found:
        names = listed([f"{other.kind} {other.name}" for other in found])
        if len(found) == _ENOUGH:
            names += " at least"
        meet = any(_may_meet(subject, other) for other in found)
        yield Hit(("spec", "selector"), {"others": names}, anchor="key", severity=None if meet else "info")


def _candidates(subject: Subject) -> Iterator[StreamObject]:
    """Return the controllers whose pods have the rarest label of the selector, if it has any."""
    labels = texts(subject.manifest, (*_SELECTOR, "matchLabels"))
    if not labels:
        return neighbours(subject, *_CONTROLLERS)
    found = subject.companions.with_pod_labels(namespace_of(subject), labels)
    return (other for other in others(subject, found) if other.kind in _CONTROLLERS)


def _overlap(name: str, selector: Mapping[str, Any], labels: Mapping[str, str], other: StreamObject) -> bool:
    """Whether each matches pods of the other; for a pair of DaemonSets, only for the later name."""
    if other.kind == "DaemonSet" and other.name > name and other.speaks:
        return False
    theirs = mapping(other.written, _SELECTOR)
    their_labels = texts(other.written, POD_LABELS)
    return (
        bool(their_labels)
        and matches(selector, their_labels)
        and can_pick(theirs)
        and bool(labels)
        and matches(theirs, labels)
    )


def _may_meet(subject: Subject, other: StreamObject) -> bool:
    theirs = mapping(other.written, POD_SPEC)
    return other.kind != "DaemonSet" or can_share_a_node(pod_spec(subject), theirs)
