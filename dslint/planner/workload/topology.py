"""Required pod affinity, pod anti-affinity and topology spread: a pod's demands on the pods around it.

Source: the plugins InterPodAffinity and PodTopologySpread in pkg/scheduler/framework/plugins, Kubernetes 1.34
to 1.37. A DaemonSet's pod is pinned to its node before the scheduler sees it; so topology spread, unless told
to ignore node affinity (`nodeAffinityPolicy: Ignore`), compares the node with itself only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.selectors import selects
from dslint.kubernetes.taints import Taint, Toleration, daemon_pod_tolerations, untolerated
from dslint.values.path import FieldPath

_NAMESPACE_NAME = "kubernetes.io/metadata.name"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


class PodTerm(NamedTuple):
    """Pods selected by labels and namespace, within one value of a node label (`key`).

    namespaces          the namespaces that are named
    namespace_selector  a selector (JSON data) of more namespaces, by the labels of their objects
    known               the Namespace objects there are; every other namespace has the label of its name only
    """

    key: str
    selector: Any
    namespaces: frozenset[str]
    path: FieldPath = ()
    namespace_selector: Any = None
    known: Mapping[str, Mapping[str, Any]] = {}

    def picks(self, namespace: str, labels: Mapping[str, str]) -> bool:
        """Whether the term selects a pod."""
        return self._means(namespace) and selects(self.selector, labels)

    def _means(self, namespace: str) -> bool:
        if namespace in self.namespaces:
            return True
        labels = mapping(self.known.get(namespace), "metadata", "labels")
        return selects(self.namespace_selector, {_NAMESPACE_NAME: namespace, **labels})

    def __hash__(self) -> int:
        """Hash by place and key: the selectors are JSON data, which cannot be hashed."""
        return hash((self.key, self.namespaces, self.path))


class Spread(NamedTuple):
    """One required topology spread constraint.

    every_node   nodeAffinityPolicy Ignore: all nodes count, not only the one the pod is pinned to
    keys         the node labels of all constraints of the pod: a node without one of them does not count
    tolerations  nodeTaintsPolicy Honor: nodes with a taint these do not cover do not count; None: all do
    """

    term: PodTerm
    most_skew: int
    least_domains: int
    every_node: bool
    keys: frozenset[str] = frozenset()
    tolerations: tuple[Toleration, ...] | None = None

    @property
    def counts_nothing(self) -> bool:
        """Whether the selector is empty: the scheduler counts no pod then, although it matches all."""
        selector = self.term.selector
        fields = ("matchLabels", "matchExpressions")
        return isinstance(selector, Mapping) and not any(selector.get(field) for field in fields)

    def counts_on(self, labels: Mapping[str, str], taints: Collection[Taint]) -> bool:
        """Whether a node takes part in the comparison."""
        if not all(key in labels for key in self.keys):
            return False
        return self.tolerations is None or not untolerated(taints, self.tolerations)


class TopologyTerms(NamedTuple):
    """All demands of one pod on other pods."""

    affinity: tuple[PodTerm, ...] = ()
    anti_affinity: tuple[PodTerm, ...] = ()
    spread: tuple[Spread, ...] = ()

    def __bool__(self) -> bool:
        """Whether it has any demand."""
        return bool(self.affinity or self.anti_affinity or self.spread)


def topology_terms(
    pod_spec: Mapping[str, Any],
    labels: Mapping[str, str],
    namespace: str,
    namespaces: Mapping[str, Mapping[str, Any]],
) -> TopologyTerms:
    """Return the demands of a pod spec; `namespaces` are the known Namespaces, for namespaceSelector."""

    def terms(kind: str) -> tuple[PodTerm, ...]:
        path = ("affinity", kind, _REQUIRED)
        return tuple(
            _term(mapping(data), labels, namespace, namespaces, (*path, place))
            for place, data in enumerate(items(pod_spec, *path))
        )

    return TopologyTerms(
        terms("podAffinity"),
        terms("podAntiAffinity"),
        tuple(_spreads(pod_spec, labels, namespace)),
    )


def _spreads(pod_spec: Mapping[str, Any], labels: Mapping[str, str], namespace: str) -> Iterator[Spread]:
    constraints = [
        (place, data)
        for place, data in enumerate(items(pod_spec, "topologySpreadConstraints"))
        if text(data, "whenUnsatisfiable") != "ScheduleAnyway"
    ]
    keys = frozenset(text(data, "topologyKey") for _, data in constraints)
    for place, data in constraints:
        honors_taints = text(data, "nodeTaintsPolicy") == "Honor"
        yield Spread(
            _term(mapping(data), labels, namespace, {}, ("topologySpreadConstraints", place)),
            _whole(data, "maxSkew"),
            _whole(data, "minDomains"),
            text(data, "nodeAffinityPolicy") == "Ignore",
            keys,
            tuple(daemon_pod_tolerations(pod_spec)) if honors_taints else None,
        )


def _whole(data: Any, field: str) -> int:
    """Return a number whose default is 1."""
    number = mapping(data).get(field)
    return number if isinstance(number, int) else 1


def _term(
    data: Mapping[str, Any],
    labels: Mapping[str, str],
    namespace: str,
    known: Mapping[str, Mapping[str, Any]],
    path: FieldPath,
) -> PodTerm:
    named = frozenset(namespace for namespace in items(data, "namespaces") if isinstance(namespace, str))
    more = data.get("namespaceSelector")
    own = frozenset({namespace}) if more is None and not named else named
    return PodTerm(text(data, "topologyKey"), _selector(data, labels), own, path, more, known)


def _selector(data: Mapping[str, Any], labels: Mapping[str, str]) -> Any:
    """Return `labelSelector` with `matchLabelKeys` and `mismatchLabelKeys` merged in, as the server does."""
    selector = data.get("labelSelector")
    if not isinstance(selector, Mapping):
        return selector
    added = [
        {"key": key, "operator": operator, "values": [labels[key]]}
        for field, operator in (("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn"))
        for key in items(data, field)
        if isinstance(key, str) and key in labels
    ]
    return {**selector, "matchExpressions": [*items(selector, "matchExpressions"), *added]}
