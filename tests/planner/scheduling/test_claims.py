"""ReadWriteOncePod claims: one pod of the cluster uses it, all others stay Pending."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.assumptions import assumptions_of
from dslint.planner.highlights import highlights
from dslint.planner.inventory.pods import pod_of
from dslint.planner.outcomes import groups_of, names_of
from dslint.planner.placements import pods_on
from dslint.planner.plan import make_plan
from dslint.planner.rollout.image_update import update_of
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.replanning import pods_by_node, replan
from dslint.planner.workload.surroundings import Surroundings
from tests.planner.cases import daemonset, outcomes, placed, plan_of, why

NODES = """
nodes:
  - {name: small, allocatable: {cpu: 100m, memory: 1Gi, pods: 10}}
  - {name: n2, allocatable: {cpu: 1, memory: 1Gi, pods: 10}}
  - {name: n3, allocatable: {cpu: 1, memory: 1Gi, pods: 10}}
"""
SAID = "claim-in-use state: the claim state (ReadWriteOncePod) serves one pod at a time"
CHANCE = "which one is not deterministic"


def claim(*modes: str) -> str:
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": "state", "namespace": "test"},
            "spec": {"accessModes": list(modes)},
        }
    )


ALONE = claim("ReadWriteOncePod")
VOLUMES = [{"name": "v", "persistentVolumeClaim": {"claimName": "state"}}]


def keeper(name: str = "keeper", cpu: str = "200m", **spec: Any) -> str:
    containers = [{"name": "c", "image": "example.com/c:1", "resources": {"requests": {"cpu": cpu}}}]
    return daemonset(name, **{"volumes": VOLUMES, "containers": containers, **spec})


def user(name: str, node: str, owner: str = "", priority: int = 0, namespace: str = "test") -> dict[str, Any]:
    """A pod that uses the claim, of a DaemonSet or of nobody."""
    of = [{"kind": "DaemonSet", "name": owner, "controller": True}] if owner else []
    return {
        "metadata": {"name": name, "namespace": namespace, "ownerReferences": of},
        "spec": {
            "nodeName": node,
            "priority": priority,
            "containers": [{"name": "c"}],
            "volumes": VOLUMES,
        },
    }


def test_one_pod_starts_on_the_first_node_with_room_for_it() -> None:
    plan = plan_of(ALONE, keeper(), nodes=NODES)
    assert outcomes(plan) == {"small": "pending", "n2": "runs", "n3": "pending"}
    assert why(plan, "small") == why(plan, "n3") == [f"{SAID}: 1 of the 3 pods starts; {CHANCE}"]
    groups = groups_of(plan, plan.workloads[0])
    assert [(group.outcome, names_of(plan, group.nodes)) for group in groups] == [
        ("runs", ["n2"]),
        ("pending", ["small", "n3"]),
    ]
    assert highlights(plan)[0].startswith("keeper stays Pending on small, n3: the claim state")
    assert "the claim state, which" not in " ".join(assumptions_of(plan, pods_given=True))


def test_pods_that_wait_for_the_claim_take_no_room() -> None:
    plan = plan_of(ALONE, keeper(), keeper("big", "900m", volumes=[]), nodes=NODES)
    assert outcomes(plan, 1) == {"small": "pending", "n2": "pending", "n3": "runs"}
    assert [pod.name for pod in pods_on(plan, 2)] == ["test/big"]


@pytest.mark.parametrize("mode", ["ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany"])
def test_other_access_modes_keep_no_pod_from_its_node(mode: str) -> None:
    assert outcomes(plan_of(claim(mode), keeper(cpu="50m"), nodes=NODES)) == {
        "small": "runs",
        "n2": "runs",
        "n3": "runs",
    }


def test_two_daemonsets_share_one_pod() -> None:
    plan = plan_of(ALONE, keeper("a", "50m"), keeper("b", "50m"), nodes=NODES)
    assert outcomes(plan) == {"small": "runs", "n2": "pending", "n3": "pending"}
    assert set(outcomes(plan, 1).values()) == {"pending"}
    assert why(plan, "n2", 1) == [f"{SAID}: one pod of test/a and test/b starts; {CHANCE}"]
    assert why(plan, "small", 1) == [f"{SAID}: test/a uses it"]


def test_a_pod_that_uses_the_claim_keeps_all_others_away() -> None:
    plan = plan_of(ALONE, keeper(), nodes=NODES, pods=(user("db-0", "n3"),))
    assert set(outcomes(plan).values()) == {"pending"}
    assert why(plan, "n2") == [f"{SAID}: test/db-0 uses it on n3"]
    assert why(plan, "n3") == [f"{SAID}: test/db-0 uses it"]
    elsewhere = plan_of(ALONE, keeper(), nodes=NODES, pods=(user("db-0", "gone"),))
    assert why(elsewhere, "n3") == [f"{SAID}: test/db-0 uses it on gone"]


def test_a_claim_of_the_same_name_in_another_namespace_is_another_claim() -> None:
    plan = plan_of(ALONE, keeper(), nodes=NODES, pods=(user("db-0", "n3", namespace="other"),))
    assert outcomes(plan)["n2"] == "runs"


def test_a_pod_of_higher_priority_pushes_the_user_off_its_node_only() -> None:
    urgent = keeper(priorityClassName="system-node-critical")
    plan = plan_of(ALONE, urgent, nodes=NODES, pods=(user("db-0", "n3"),))
    assert outcomes(plan) == {"small": "pending", "n2": "pending", "n3": "runs"}
    pushed = plan.schedules[plan.class_of[2]].preempted
    assert [(preemption.victim.name, preemption.by) for preemption in pushed] == [
        ("test/db-0", "test/keeper")
    ]


def test_the_pod_that_runs_keeps_its_claim_until_an_update() -> None:
    plan = plan_of(ALONE, keeper(), nodes=NODES, pods=(user("keeper-x", "n3", "keeper"),))
    assert outcomes(plan) == {"small": "pending", "n2": "pending", "n3": "runs"}
    assert why(plan, "n2") == [f"{SAID}: test/keeper uses it on n3"]
    assert placed(plan)["n3"].successor is None


def test_an_update_meets_pods_that_wait() -> None:
    plan = plan_of(ALONE, keeper(), nodes=NODES)
    update = update_of(plan, plan.workloads[0])
    assert not update.forecast.course.finishes
    assert [(cause.word, names_of(plan, cause.nodes)) for cause in update.causes] == [
        ("Pending", ["small", "n3"])
    ]


def test_where_no_pod_finds_room_the_claim_is_not_the_reason() -> None:
    plan = plan_of(ALONE, keeper(cpu="2"), nodes=NODES)
    assert why(plan, "n2")[0].startswith("insufficient-resource cpu:")


def test_a_pool_at_zero_gets_the_pod_where_there_is_no_other_node() -> None:
    pool = "  - {name: spot, count: 0, allocatable: {cpu: 1, memory: 1Gi, pods: 10}}"
    assert outcomes(plan_of(ALONE, keeper(), nodes=f"{NODES}pools:\n{pool}\n")) == {
        "small": "pending",
        "n2": "runs",
        "n3": "pending",
        "spot": "pending",
    }
    assert outcomes(plan_of(ALONE, keeper(), nodes=f"pools:\n{pool}\n")) == {"spot": "runs"}


def test_a_lost_node_frees_the_claim_for_another() -> None:
    before = plan_of(ALONE, keeper(), nodes=NODES)
    left = plan_of(ALONE, keeper(), nodes="\n".join(line for line in NODES.splitlines() if "n2" not in line))
    after = replan(before, NodeChange(left.inventory, (), (1,)), Surroundings(), pods_by_node(()))
    assert outcomes(after) == outcomes(left) == {"small": "pending", "n3": "runs"}


def test_a_plan_made_like_another_one_is_the_same() -> None:
    without = plan_of(ALONE, keeper(cpu="50m", volumes=[]), nodes=NODES)
    alone = plan_of(ALONE, keeper(cpu="50m"), nodes=NODES)
    again = make_plan(alone.workloads, without.inventory, Surroundings(), like=without)
    assert outcomes(again) == outcomes(alone)
    back = make_plan(without.workloads, alone.inventory, Surroundings(), like=alone)
    assert outcomes(back) == outcomes(without)


def test_a_pod_says_its_claims() -> None:
    pod = pod_of(user("db-0", "n3"))
    assert pod is not None
    assert pod.claims == ("test/state",)
