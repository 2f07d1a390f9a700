"""Required pod affinity, pod anti-affinity and topology spread: what a pod demands of the pods around it.

Source: the plugins InterPodAffinity and PodTopologySpread in pkg/scheduler/framework/plugins, Kubernetes 1.34
to 1.37. A DaemonSet's pod is pinned to its node before the scheduler sees it; so topology spread, unless told
to ignore node affinity, compares the node with itself only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.selectors import selects
from dslint.values.path import FieldPath

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


class PodTerm(NamedTuple):
    """Pods picked by labels and namespace, within one value of a node label (`key`)."""

    key: str
    selector: Any
    namespaces: frozenset[str]
    path: FieldPath = ()

    def picks(self, namespace: str, labels: Mapping[str, str]) -> bool:
        """Whether a pod is meant."""
        return namespace in self.namespaces and selects(self.selector, labels)

    def __hash__(self) -> int:
        """By place and key: the selector is JSON data, which cannot be hashed."""
        return hash((self.key, self.namespaces, self.path))


class Spread(NamedTuple):
    """One topology spread constraint that must hold."""

    term: PodTerm
    most_skew: int
    least_domains: int
    every_node: bool
    """nodeAffinityPolicy Ignore: all nodes count, not only the one the pod is pinned to."""


class TopologyTerms(NamedTuple):
    """All that one pod demands of other pods."""

    affinity: tuple[PodTerm, ...] = ()
    anti_affinity: tuple[PodTerm, ...] = ()
    spread: tuple[Spread, ...] = ()

    def __bool__(self) -> bool:
        """Whether it demands anything."""
        return bool(self.affinity or self.anti_affinity or self.spread)


def topology_terms(
    pod_spec: Mapping[str, Any],
    labels: Mapping[str, str],
    namespace: str,
    namespaces: Mapping[str, Mapping[str, Any]],
) -> TopologyTerms:
    """The demands of a pod spec; `namespaces` are the Namespace objects known, for namespaceSelector."""

    def terms(kind: str) -> tuple[PodTerm, ...]:
        path = ("affinity", kind, _REQUIRED)
        return tuple(
            _term(mapping(data), labels, _namespaces(data, namespace, namespaces), (*path, place))
            for place, data in enumerate(items(pod_spec, *path))
        )

    return TopologyTerms(
        terms("podAffinity"),
        terms("podAntiAffinity"),
        tuple(_spreads(pod_spec, labels, namespace)),
    )


def _spreads(pod_spec: Mapping[str, Any], labels: Mapping[str, str], namespace: str) -> Iterator[Spread]:
    for place, data in enumerate(items(pod_spec, "topologySpreadConstraints")):
        if text(data, "whenUnsatisfiable") == "ScheduleAnyway":
            continue
        term = _term(mapping(data), labels, frozenset({namespace}), ("topologySpreadConstraints", place))
        most, least = data.get("maxSkew"), data.get("minDomains")
        every_node = text(data, "nodeAffinityPolicy") == "Ignore"
        yield Spread(
            term,
            most if isinstance(most, int) else 1,
            least if isinstance(least, int) else 1,
            every_node,
        )


def _term(
    data: Mapping[str, Any], labels: Mapping[str, str], namespaces: frozenset[str], path: FieldPath
) -> PodTerm:
    selector = data.get("labelSelector")
    if isinstance(selector, Mapping):
        own = [
            {"key": key, "operator": operator, "values": [labels[key]]}
            for field, operator in (("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn"))
            for key in items(data, field)
            if key in labels
        ]
        selector = {**selector, "matchExpressions": [*items(selector, "matchExpressions"), *own]}
    return PodTerm(text(data, "topologyKey"), selector, namespaces, path)


def _namespaces(data: Any, namespace: str, known: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    named = frozenset(one for one in items(data, "namespaces") if isinstance(one, str))
    selector = mapping(data).get("namespaceSelector")
    if selector is None:
        return named or frozenset({namespace})
    candidates = {namespace: {}, **known}
    return named | {
        name
        for name, one in candidates.items()
        if selects(selector, {"kubernetes.io/metadata.name": name, **mapping(one, "metadata", "labels")})
    }
