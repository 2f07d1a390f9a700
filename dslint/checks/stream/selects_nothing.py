"""A selector beside a DaemonSet that selects no pod because of a typo in its labels.

A selector may be for pods outside the stream. It is a mistake if it is similar to the labels of the
DaemonSet's pods, if the pods have the application's name but lack another label, or if the object has the
DaemonSet's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.near import name_labels, near_labels
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import mapping, text
from dslint.values.path import POD_LABELS, FieldPath, MapKey
from dslint.values.problem import Change
from dslint.values.typed import Any, NamedTuple

_FEW = 20
"""The maximum number of DaemonSets, or Services, of a namespace compared with one selector."""
_SUFFIXES = ("", "-metrics", "-headless", "-service", "-svc", "-monitor")
"""Usual endings of names of objects that belong to a DaemonSet."""


class _Kind(NamedTuple):
    """The place of the pod selector in a kind, and the effect if it matches nothing."""

    path: FieldPath
    result: str


_MONITOR = _Kind(("spec", "selector", "matchLabels"), "Prometheus finds no Service here and scrapes nothing.")
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
    for monitor in objects.of_kind("ServiceMonitor"):
        yield from _of_service_monitor(monitor, objects)


def _of_service_monitor(monitor: StreamObject, objects: StreamObjects) -> Iterator[StreamHit]:
    """Check a ServiceMonitor, which selects Services by their labels, not pods."""
    wanted = _wanted(monitor, _MONITOR)
    services = list(islice(objects.of_kinds(("Service",), monitor.namespace), _FEW + 1)) if wanted else []
    if len(services) > _FEW:
        return
    carried = [(service, _labels(service)) for service in services]
    if any(wanted.items() <= labels.items() for _, labels in carried):
        return
    for service, labels in carried:
        near = near_labels(wanted, labels)
        daemonset = next(iter(objects.anywhere(_selector(service))), None) if near else None
        if daemonset is not None and daemonset.kind == "DaemonSet":
            key, (near_key, near_value) = next(iter(near.items()))
            values = _values(monitor, _MONITOR, key)
            found = f"Service {service.name} carries {near_key}: {near_value}, not {values['label']}"
            yield StreamHit(
                on=monitor,
                path=(*_MONITOR.path, MapKey(key)),
                values={**values, "what": "Service", "found": found, "write": f"{near_key}: {near_value}"},
                elsewhere=(Elsewhere(service, ("metadata", "labels"), "this Service carries these", "key"),),
                about=daemonset,
            )
            return


def _labels(found: StreamObject) -> dict[str, str]:
    labels = mapping(found.written, "metadata", "labels")
    return {key: value for key, value in labels.items() if isinstance(value, str)}


def _selector(service: StreamObject) -> dict[str, str]:
    selector = mapping(service.written, "spec", "selector")
    return {key: value for key, value in selector.items() if isinstance(value, str)}


def _wanted(owner: StreamObject, kind: _Kind) -> dict[str, str]:
    """Return the labels of a selector that has nothing else."""
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
    for workload in objects.anywhere(wanted):
        if workload.kind == "DaemonSet" and owner.own_namespace and workload.own_namespace:
            yield _elsewhere_hit(owner, kind, workload)
            return
    for daemonset in (*_without_a_label(owner, wanted, objects), *_namesakes(owner, objects)):
        carried = daemonset.pod_labels
        missing = next(key for key in wanted if carried.get(key) != wanted[key])
        shown = ", ".join(f"{key}: {carried[key]}" for key in carried)
        hit = _hit(owner, kind, missing, daemonset, shown)
        if name_labels(wanted, carried):
            label = f"{missing}: {wanted[missing]}"
            lacks = f"the pods of {daemonset.name} carry {shown}, and not also {label}"
            hit = hit._replace(values={**hit.values, "found": lacks})
        yield hit
        return


def _without_a_label(
    owner: StreamObject, wanted: dict[str, str], objects: StreamObjects
) -> Iterator[StreamObject]:
    """Return DaemonSets of the wanted application whose pods lack another wanted label."""
    for daemonset in islice(objects.of_kinds(("DaemonSet",), owner.namespace), _FEW):
        carried = daemonset.pod_labels
        differs = any(key in carried and carried[key] != value for key, value in wanted.items())
        if not differs and name_labels(wanted, carried):
            yield daemonset


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
    values = _values(owner, kind, key)
    found = f"the pods of {daemonset.name} carry {write}, not {values['label']}"
    return StreamHit(
        on=owner,
        path=(*kind.path, MapKey(key)),
        values={**values, "what": "pod", "found": found, "write": write},
        elsewhere=(
            Elsewhere(daemonset, POD_LABELS, f"the pods of DaemonSet {daemonset.name} carry these", "key"),
        ),
        about=daemonset,
    )


def _elsewhere_hit(owner: StreamObject, kind: _Kind, daemonset: StreamObject) -> StreamHit:
    """Return the hit for an object in another namespace than the pods with the labels."""
    where = daemonset.own_namespace
    found = f"the pods of {daemonset.name} are in namespace {where}, not in {owner.own_namespace}"
    values = _values(owner, kind, "")
    return StreamHit(
        on=owner,
        path=("metadata", "namespace"),
        values={**values, "what": "pod", "found": found, "write": f"namespace: {where}"},
        elsewhere=(Elsewhere(daemonset, ("metadata", "namespace"), "its pods are in this one"),),
        about=daemonset,
    )


def _values(owner: StreamObject, kind: _Kind, key: str) -> dict[str, object]:
    value = mapping(owner.written, *map(str, kind.path)).get(key)
    return {"kind": owner.kind, "name": owner.name, "label": f"{key}: {value}", "result": kind.result}
