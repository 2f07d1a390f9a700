"""A selector beside a DaemonSet that selects no pod, because of a mistake in writing its labels.

A selector may be about pods that somebody else brings. It is taken for a mistake where it is
nearly that of the DaemonSet's pods, or the object has the DaemonSet's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.near import near_labels
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import mapping, text
from dslint.values.path import FieldPath, MapKey
from dslint.values.problem import Change
from dslint.values.typed import Any, NamedTuple

_FEW = 20
"""So many DaemonSets of a namespace are compared with one selector."""
_SUFFIXES = ("", "-metrics", "-headless", "-service", "-svc", "-monitor")
"""What the names of objects that serve a DaemonSet end with."""
_LABELS: FieldPath = ("spec", "template", "metadata", "labels")


class _Kind(NamedTuple):
    """Where a kind writes the labels it selects pods by, and what comes of it when there are none."""

    path: FieldPath
    result: str


_KINDS = {
    "Service": _Kind(
        ("spec", "selector"),
        "The Service has no endpoints: every connection to it fails, and nothing reports an error.",
    ),
    "NetworkPolicy": _Kind(
        ("spec", "podSelector", "matchLabels"),
        "The policy isolates no pod: the pods stay open to everyone, and nothing reports an error.",
    ),
    "PodDisruptionBudget": _Kind(
        ("spec", "selector", "matchLabels"), "The budget protects no pod, and nothing reports an error."
    ),
    "PodMonitor": _Kind(
        ("spec", "selector", "matchLabels"), "Prometheus scrapes no pod, and nothing reports an error."
    ),
}


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the label that no pod carries."""
    for name, kind in _KINDS.items():
        for owner in objects.of_kind(name):
            wanted = _wanted(owner, kind)
            if wanted and objects.selected({"matchLabels": wanted}, owner) == ():
                yield from _hits(owner, kind, wanted, objects)


def _wanted(owner: StreamObject, kind: _Kind) -> dict[str, str]:
    """The labels of a selector that has nothing else."""
    selector = mapping(owner.written, *map(str, kind.path))
    parent = mapping(owner.written, *map(str, kind.path[:-1]))
    if parent.get("matchExpressions") or text(owner.written, "spec", "type") == "ExternalName":
        return {}
    if "namespaceSelector" in mapping(owner.written, "spec"):
        return {}
    return {key: value for key, value in selector.items() if isinstance(value, str)}


def _hits(
    owner: StreamObject, kind: _Kind, wanted: dict[str, str], objects: StreamObjects
) -> Iterator[StreamHit]:
    for daemonset in islice(objects.of_kinds(("DaemonSet",), owner.namespace), _FEW):
        near = near_labels(wanted, daemonset.pod_labels)
        if near:
            yield _near_hit(owner, kind, near, daemonset)
            return
    for daemonset in _namesakes(owner, objects):
        carried = daemonset.pod_labels
        missing = next(key for key in wanted if carried.get(key) != wanted[key])
        yield _hit(owner, kind, missing, daemonset, ", ".join(f"{key}: {carried[key]}" for key in carried))
        return


def _namesakes(owner: StreamObject, objects: StreamObjects) -> Iterator[StreamObject]:
    for suffix in _SUFFIXES:
        if owner.name.endswith(suffix):
            for daemonset in objects.named("DaemonSet", owner.name.removesuffix(suffix)):
                if daemonset.may_share_namespace(owner) and daemonset.pod_labels:
                    yield daemonset


def _near_hit(
    owner: StreamObject, kind: _Kind, near: dict[str, tuple[str, str]], daemonset: StreamObject
) -> StreamHit:
    key, (near_key, near_value) = next(iter(near.items()))
    path = (*kind.path, MapKey(key))
    same_key = key == near_key
    change = Change("replace", path, near_value) if same_key else Change("rename", path, near_key)
    hit = _hit(owner, kind, key, daemonset, f"{near_key}: {near_value}")
    return hit._replace(changes=(change,), anchor="value" if same_key else "key")


def _hit(owner: StreamObject, kind: _Kind, key: str, daemonset: StreamObject, write: str) -> StreamHit:
    value = mapping(owner.written, *map(str, kind.path))[key]
    return StreamHit(
        on=owner,
        path=(*kind.path, MapKey(key)),
        values={
            "kind": owner.kind,
            "name": owner.name,
            "label": f"{key}: {value}",
            "daemonset": daemonset.name,
            "result": kind.result,
            "labels": write,
        },
        elsewhere=(
            Elsewhere(daemonset, _LABELS, f"the pods of DaemonSet {daemonset.name} carry these", "key"),
        ),
        about=daemonset,
    )
