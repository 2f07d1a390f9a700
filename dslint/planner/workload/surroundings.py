"""Other objects of the input that affect pods: classes, limits, quotas, Namespaces, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import text
from dslint.kubernetes.priorities import SYSTEM_CLASSES
from dslint.kubernetes.versions import NEWEST

Object = Mapping[str, Any]
NAMED = frozenset({"ServiceAccount", "PriorityClass", "RuntimeClass", "ConfigMap"})
"""Kinds that a template names and needs to start."""


class Surroundings(NamedTuple):
    """Objects by name, or by namespace if they are namespaced; empty if the input has none.

    `claims` are by `namespace/name`; of the kinds in `complete` all objects of the cluster are known.
    `version` is the Kubernetes version of the cluster. `autoscaled` are DaemonSets (`namespace/name`) whose
    pods get their requests from a VerticalPodAutoscaler.
    """

    priority_classes: Mapping[str, Object] = {}
    runtime_classes: Mapping[str, Object] = {}
    namespaces: Mapping[str, Object] = {}
    limit_ranges: Mapping[str, tuple[Object, ...]] = {}
    quotas: Mapping[str, tuple[Object, ...]] = {}
    service_accounts: Mapping[str, frozenset[str]] = {}
    config_maps: Mapping[str, frozenset[str]] = {}
    disruption_budgets: tuple[Object, ...] = ()
    claims: Mapping[str, Object] = {}
    volumes: Mapping[str, Object] = {}
    complete: frozenset[str] = frozenset()
    version: str = NEWEST
    autoscaled: frozenset[str] = frozenset()


def surroundings_of(
    objects: Iterable[Object], version: str = NEWEST, complete: frozenset[str] = frozenset()
) -> Surroundings:
    """Sort objects (JSON data) by kind; ignore other kinds. Kinds in `complete` are all in the input."""
    by_kind: dict[str, list[Object]] = {}
    for item in objects:
        by_kind.setdefault(text(item, "kind"), []).append(item)
    classes = _by_name(by_kind.get("PriorityClass", []))
    if SYSTEM_CLASSES.keys() <= classes.keys():
        complete |= {"PriorityClass"}  # nobody writes these two down: it is the list of a cluster
    return Surroundings(
        version=version,
        complete=complete,
        disruption_budgets=tuple(by_kind.get("PodDisruptionBudget", [])),
        claims={
            f"{namespace_of(claim)}/{text(claim, 'metadata', 'name')}": claim
            for claim in by_kind.get("PersistentVolumeClaim", [])
        },
        volumes=_by_name(by_kind.get("PersistentVolume", [])),
        priority_classes=classes,
        runtime_classes=_by_name(by_kind.get("RuntimeClass", [])),
        namespaces=_by_name(by_kind.get("Namespace", [])),
        limit_ranges=_by_namespace(by_kind.get("LimitRange", [])),
        quotas=_by_namespace(by_kind.get("ResourceQuota", [])),
        service_accounts=_names(by_kind.get("ServiceAccount", [])),
        config_maps=_names(by_kind.get("ConfigMap", [])),
        autoscaled=frozenset(_autoscaled(by_kind.get("VerticalPodAutoscaler", []))),
    )


def _autoscaled(autoscalers: Iterable[Object]) -> Iterator[str]:
    """The DaemonSets whose pods get other requests; with the mode `Off` an autoscaler only recommends."""
    for autoscaler in autoscalers:
        if text(autoscaler, "spec", "targetRef", "kind") != "DaemonSet":
            continue
        if text(autoscaler, "spec", "updatePolicy", "updateMode") != "Off":
            yield f"{namespace_of(autoscaler)}/{text(autoscaler, 'spec', 'targetRef', 'name')}"


def namespace_of(data: Object) -> str:
    """Return the namespace of an object, or kubectl's default."""
    return text(data, "metadata", "namespace") or "default"


def _by_name(objects: list[Object]) -> dict[str, Object]:
    return {text(item, "metadata", "name"): item for item in objects}


def _names(objects: list[Object]) -> dict[str, frozenset[str]]:
    """Return namespace -> the names of its objects."""
    return {
        namespace: frozenset(text(item, "metadata", "name") for item in items)
        for namespace, items in _by_namespace(objects).items()
    }


def _by_namespace(objects: list[Object]) -> dict[str, tuple[Object, ...]]:
    found: dict[str, list[Object]] = {}
    for item in objects:
        found.setdefault(namespace_of(item), []).append(item)
    return {namespace: tuple(items) for namespace, items in found.items()}
