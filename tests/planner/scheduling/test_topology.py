"""Pods that look at the pods of other nodes: topology spread and required pod (anti-)affinity.

What is expected follows the plugins PodTopologySpread and InterPodAffinity of the scheduler.
"""

from __future__ import annotations

from typing import Any

import pytest

from dslint.planner.assumptions import assumptions_of
from tests.planner.cases import daemonset, outcomes, plan_of, why

NODES = """
nodes:
  - {name: a1, labels: {zone: a, rack: r1, host: a1}}
  - {name: a2, labels: {zone: a, rack: r2, host: a2}}
  - {name: a3, labels: {zone: a, rack: r3, host: a3}}
  - {name: b1, labels: {zone: b, rack: r4, host: b1}}
  - {name: c1, labels: {zone: c, host: c1}, taints: ["dedicated=c:NoSchedule"]}
  - {name: nowhere, labels: {host: nowhere}}
"""
OWN = {"matchLabels": {"app": "agent"}}
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def spread(**more: Any) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": "zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": OWN,
        **more,
    }


def running(*manifests: str, pods: tuple[dict[str, Any], ...] = ()) -> str:
    found = outcomes(plan_of(*manifests, nodes=NODES, pods=pods))
    return " ".join(name for name, outcome in found.items() if outcome == "runs")


def pod(node: str, name: str = "other", namespace: str = "test", **metadata: Any) -> dict[str, Any]:
    """A pod that is there, with the label app=<its name>."""
    spec = metadata.pop("spec", {})
    data = {"name": name, "namespace": namespace, "labels": {"app": name}, **metadata}
    return {"metadata": data, "spec": {"nodeName": node, "containers": [], **spec}}


IGNORE = {"nodeAffinityPolicy": "Ignore"}


@pytest.mark.parametrize(
    "constraint, expected",
    [
        # Pinned by node affinity: each node is compared with itself.
        ({}, "a1 a2 a3 b1"),
        ({"minDomains": 2}, "a1 a2 a3 b1"),
        ({"minDomains": 2, "labelSelector": {"matchLabels": {"app": "other"}}}, "a1 a2 a3 b1"),
        # All zones are compared; zone c counts, though the pod cannot go there, and stays at 0.
        (IGNORE, "a1 b1"),
        ({**IGNORE, "maxSkew": 2}, "a1 a2 b1"),
        # Its taint takes zone c out of it: b can have one and a one more.
        ({**IGNORE, "nodeTaintsPolicy": "Honor"}, "a1 a2 b1"),
        # Fewer domains than wanted: the least counts as 0.
        ({**IGNORE, "nodeTaintsPolicy": "Honor", "minDomains": 3}, "a1 b1"),
        ({**IGNORE, "nodeTaintsPolicy": "Honor", "minDomains": 2}, "a1 a2 b1"),
        # A selector that means others, one that counts nobody, and one that means nobody.
        ({**IGNORE, "labelSelector": {"matchLabels": {"app": "other"}}}, "a1 a2 a3 b1"),
        ({**IGNORE, "labelSelector": {}}, "a1 a2 a3 b1"),
        ({**IGNORE, "labelSelector": None}, "a1 a2 a3 b1"),
        # Pods of one revision only; the template has none, the pods do.
        ({**IGNORE, "matchLabelKeys": ["controller-revision-hash"]}, "a1 b1"),
        ({**IGNORE, "matchLabelKeys": ["no-such-label"]}, "a1 b1"),
        ({**IGNORE, "whenUnsatisfiable": "ScheduleAnyway"}, "a1 a2 a3 b1 nowhere"),
    ],
)
def test_topology_spread(constraint: dict[str, Any], expected: str) -> None:
    manifest = daemonset(topologySpreadConstraints=[spread(**constraint)])
    assert running(manifest) == expected


def test_a_node_without_a_label_of_any_constraint_does_not_count() -> None:
    # c1 has no rack: so zone c is none, and two pods in zone a are only one more than in b.
    constraints = [spread(**IGNORE), spread(topologyKey="rack", **IGNORE)]
    assert running(daemonset(topologySpreadConstraints=constraints)) == "a1 a2 b1"


@pytest.mark.parametrize(
    "there, expected",
    [
        (pod("b1", "agent"), "a1 b1"),
        (pod("c1", "agent"), "a1 a2 b1"),
        (pod("c1", "agent", deletionTimestamp="2026-01-01T00:00:00Z"), "a1 b1"),
        (pod("c1", "agent", "elsewhere"), "a1 b1"),
    ],
)
def test_topology_spread_counts_pods_that_are_there(there: dict[str, Any], expected: str) -> None:
    there["metadata"]["ownerReferences"] = [{"kind": "ReplicaSet", "name": "x", "controller": True}]
    manifest = daemonset(topologySpreadConstraints=[spread(**IGNORE)])
    if there["spec"]["nodeName"] == "b1":
        # Zone b is at its most already.
        expected = "a1"
    assert running(manifest, pods=(there,)) == expected


def anti(selector: dict[str, Any] | None = None, key: str = "zone", **more: Any) -> dict[str, Any]:
    return {"podAntiAffinity": {REQUIRED: [{"labelSelector": selector, "topologyKey": key, **more}]}}


def affine(*terms: dict[str, Any]) -> dict[str, Any]:
    return {"podAffinity": {REQUIRED: list(terms)}}


OTHER = {"matchLabels": {"app": "other"}}
TEAM = """{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {kind: friends}}}"""


@pytest.mark.parametrize(
    "term, namespace, expected",
    [
        # Without a namespace said, its own.
        ({}, "test", "b1 nowhere"),
        ({}, "team", "a1 a2 a3 b1 nowhere"),
        ({"namespaces": ["team"]}, "team", "b1 nowhere"),
        ({"namespaces": ["team"]}, "test", "a1 a2 a3 b1 nowhere"),
        # A selector of namespaces picks by their labels; an empty one picks all, known or not.
        ({"namespaceSelector": {"matchLabels": {"kind": "friends"}}}, "team", "b1 nowhere"),
        ({"namespaceSelector": {"matchLabels": {"kind": "friends"}}}, "test", "a1 a2 a3 b1 nowhere"),
        ({"namespaceSelector": {}}, "unknown", "b1 nowhere"),
        ({"namespaceSelector": {}}, "test", "b1 nowhere"),
        (
            {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "unknown"}}},
            "unknown",
            "b1 nowhere",
        ),
        (
            {"namespaces": ["test"], "namespaceSelector": {"matchLabels": {"kind": "friends"}}},
            "test",
            "b1 nowhere",
        ),
        # A missing selector picks no pod, an empty one every pod: also its own on the other node.
        ({"labelSelector": None}, "test", "a1 a2 a3 b1 nowhere"),
        ({"labelSelector": {}}, "test", "b1 nowhere"),
        # Label keys of the pod itself are added: the same value, or any other.
        ({"labelSelector": {}, "matchLabelKeys": ["app"]}, "test", "a1 b1 nowhere"),
        ({"labelSelector": {}, "mismatchLabelKeys": ["app"]}, "test", "b1 nowhere"),
    ],
)
def test_pod_anti_affinity_and_namespaces(term: dict[str, Any], namespace: str, expected: str) -> None:
    required = anti(OTHER, **{key: value for key, value in term.items() if key != "labelSelector"})
    if "labelSelector" in term:
        required["podAntiAffinity"][REQUIRED][0]["labelSelector"] = term["labelSelector"]
    manifest = daemonset(affinity=required)
    assert running(manifest, TEAM, pods=(pod("a1", namespace=namespace),)) == expected


@pytest.mark.parametrize(
    "term, namespace, expected",
    [
        ({"labelSelector": OWN}, "test", "b1 nowhere"),
        ({"labelSelector": OTHER}, "test", "a1 a2 a3 b1 nowhere"),
        ({"labelSelector": OWN}, "team", "a1 a2 a3 b1 nowhere"),
        ({"labelSelector": OWN, "namespaces": ["test"]}, "team", "b1 nowhere"),
        ({"labelSelector": OWN, "namespaceSelector": {}}, "team", "b1 nowhere"),
        (
            {"labelSelector": OWN, "namespaceSelector": {"matchLabels": {"kind": "mine"}}},
            "team",
            "b1 nowhere",
        ),
        (
            {"labelSelector": OWN, "namespaceSelector": {"matchLabels": {"kind": "theirs"}}},
            "team",
            "a1 a2 a3 b1 nowhere",
        ),
    ],
)
def test_pods_that_are_there_keep_others_away(term: dict[str, Any], namespace: str, expected: str) -> None:
    own = "{apiVersion: v1, kind: Namespace, metadata: {name: test, labels: {kind: mine}}}"
    affinity = {"podAntiAffinity": {REQUIRED: [{"topologyKey": "zone", **term}]}}
    there = pod("a2", namespace=namespace, spec={"affinity": affinity})
    assert running(daemonset(), own, pods=(there,)) == expected


@pytest.mark.parametrize(
    "terms, there, expected",
    [
        # Nobody is there: the first of its own kind may go anywhere, a stranger nowhere.
        ([(OWN, "zone")], None, "a1 a2 a3"),
        ([(OTHER, "zone")], None, ""),
        ([(OTHER, "zone")], "a2", "a1 a2 a3"),
        # By node: the first is alone with itself; where nobody has the label, nobody can go.
        ([(OWN, "host")], None, "a1"),
        ([(OWN, "no-such-label")], None, ""),
        # Every term has to be met, by pods that meet all of them.
        ([(OTHER, "zone"), (OTHER, "rack")], "a2", "a2"),
        ([(OTHER, "zone"), (OWN, "zone")], "a2", ""),
        # A pod on a node without the label counts nowhere: so the first may go anywhere.
        ([({"matchLabels": {}}, "zone")], "nowhere", "a1 a2 a3"),
        ([(OTHER, "zone")], "nowhere", ""),
    ],
)
def test_pod_affinity(terms: list[tuple[dict[str, Any], str]], there: str | None, expected: str) -> None:
    affinity = affine(*({"labelSelector": selector, "topologyKey": key} for selector, key in terms))
    assert running(daemonset(affinity=affinity), pods=(pod(there),) if there else ()) == expected


def test_a_pod_that_is_there_comes_before_the_new_ones() -> None:
    owner = [{"kind": "DaemonSet", "name": "agent", "controller": True}]
    there = pod("a3", "agent", ownerReferences=owner)
    assert running(daemonset(affinity=anti(OWN)), pods=(there,)) == "a3 b1 nowhere"


@pytest.mark.parametrize("affinity, sentences", [(anti(OWN), 1), (anti(OTHER), 0), (affine(), 0)])
def test_which_node_gets_the_pod_is_said_to_be_chance(affinity: dict[str, Any], sentences: int) -> None:
    planned = plan_of(daemonset(affinity=affinity), nodes=NODES, pods=(pod("a1"),))
    said = [
        assumption
        for assumption in assumptions_of(planned, pods_given=True)
        if "in a cluster the order is random" in assumption
    ]
    assert len(said) == sentences


def test_who_is_in_the_way_is_said_once() -> None:
    plan = plan_of(daemonset(affinity=anti(OWN)), nodes=NODES)
    assert why(plan, "a2") == [
        "pod-anti-affinity zone=a: a pod that its anti-affinity excludes is in the same zone"
    ]
