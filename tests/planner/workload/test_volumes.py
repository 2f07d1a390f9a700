"""Claims that are bound to volumes of the input: pods of nodes without the volume stay Pending."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.assumptions import assumptions_of
from dslint.planner.notes import notes_of
from dslint.planner.outcomes import groups_of, names_of
from dslint.planner.plan import Planned
from tests.planner.cases import daemonset, outcomes, plan_of, why

NODES = """
nodes:
  - {name: a1, labels: {topology.kubernetes.io/zone: a}}
  - {name: a2, labels: {topology.kubernetes.io/zone: a}}
  - {name: b1, labels: {topology.kubernetes.io/zone: b}}
"""
AGENT = daemonset(volumes=[{"name": "data", "persistentVolumeClaim": {"claimName": "cache"}}])


def claim(volume: str = "pv-1", mode: str = "ReadWriteMany") -> str:
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": "cache", "namespace": "test"},
            "spec": {"accessModes": [mode], "volumeName": volume},
        }
    )


def volume(labels: dict[str, str] | None = None, *terms: dict[str, Any]) -> str:
    affinity = {"nodeAffinity": {"required": {"nodeSelectorTerms": list(terms)}}} if terms else {}
    metadata = {"name": "pv-1", "labels": labels or {}}
    return json.dumps(
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": metadata, "spec": affinity}
    )


def term(key: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": "In", "values": list(values)}]}


ZONE = "topology.kubernetes.io/zone"


@pytest.mark.parametrize(
    "bound, where",
    [
        (volume(None, term(ZONE, "a")), f"{ZONE}=a"),
        (volume(None, term(ZONE, "a"), term("other", "x")), f"{ZONE}=a or others"),
        (volume({ZONE: "a"}), f"{ZONE}=a"),
        (volume({ZONE: "a__c"}), f"{ZONE}=a|c"),
    ],
    ids=["affinity", "two terms", "label", "several zones"],
)
def test_pods_elsewhere_stay_pending(bound: str, where: str) -> None:
    plan = plan_of(AGENT, claim(), bound, nodes=NODES)
    assert outcomes(plan) == {"a1": "runs", "a2": "runs", "b1": "pending"}
    words = f"the claim cache is bound to the volume pv-1, which is on nodes with {where}"
    assert why(plan, "b1") == [f"volume cache: {words}"]
    assert [(group.outcome, group.size) for group in groups_of(plan, plan.workloads[0])] == [
        ("runs", 2),
        ("pending", 1),
    ]


def test_a_volume_that_every_node_can_mount_keeps_nobody_away() -> None:
    plan = plan_of(AGENT, claim(), volume(), nodes=NODES)
    assert set(outcomes(plan).values()) == {"runs"}


def test_what_is_not_known_is_assumed() -> None:
    said = "the claim cache, which all pods share, can be mounted on every node"
    assert said in assumptions_of(plan_of(AGENT, nodes=NODES), pods_given=True)
    placed = plan_of(AGENT, claim(), volume(None, term(ZONE, "a")), nodes=NODES)
    assert said not in assumptions_of(placed, pods_given=True)


def test_only_nodes_that_can_mount_a_volume_share_its_claim() -> None:
    in_zone = plan_of(AGENT, claim(mode="ReadWriteOnce"), volume(None, term(ZONE, "a")), nodes=NODES)
    words = "all pods share the claim cache (ReadWriteOnce): only the pods of one node start"
    assert notes(in_zone) == [(f"{words}, the others wait for the volume", ["a1", "a2"])]
    local = plan_of(
        AGENT, claim(mode="ReadWriteOnce"), volume(None, term("kubernetes.io/hostname", "b1")), nodes=HOSTS
    )
    assert notes(local) == []
    assert outcomes(local) == {"a1": "pending", "b1": "runs"}


HOSTS = """
nodes:
  - {name: a1, labels: {kubernetes.io/hostname: a1}}
  - {name: b1, labels: {kubernetes.io/hostname: b1}}
"""


def notes(plan: Planned) -> list[tuple[str, list[str]]]:
    found = notes_of(plan, plan.workloads[0])
    return [(note.words, names_of(plan, note.nodes)) for note in found if note.code == "shared-claim"]
