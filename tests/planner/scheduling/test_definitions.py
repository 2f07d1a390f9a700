"""Several definitions of one DaemonSet in one run: each is planned alone, and costs count one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.cost import all_together, costs_of
from dslint.planner.highlights import highlights
from dslint.planner.problems import DEFINED_TWICE, plan_problems
from tests.planner.cases import daemonset, outcomes, plan_of, why

NODES = "nodes: [{name: n1, os: linux, allocatable: {cpu: 1, memory: 4Gi, pods: 9}, labels: {zone: a}}]"
APART = {
    "podAntiAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": [
            {"labelSelector": {"matchLabels": {"app": "agent"}}, "topologyKey": "zone"}
        ]
    }
}


def container(cpu: str = "100m", port: int = 0) -> list[dict[str, Any]]:
    ports = [{"containerPort": port, "hostPort": port}] if port else []
    return [{"name": "c", "image": "c:1", "ports": ports, "resources": {"requests": {"cpu": cpu}}}]


@pytest.mark.parametrize(
    "spec",
    [
        {"containers": container("600m")},
        {"containers": container(port=9000)},
        {"containers": container(), "affinity": APART},
    ],
    ids=["cpu", "port", "anti-affinity"],
)
def test_definitions_do_not_get_in_each_others_way(spec: dict[str, Any]) -> None:
    plan = plan_of(daemonset("agent", **spec), daemonset("agent", **spec), nodes=NODES)
    assert [outcomes(plan, number) for number in range(2)] == [{"n1": "runs"}] * 2


def test_every_definition_is_planned_beside_the_others_daemonsets() -> None:
    texts = [daemonset("agent", containers=container(cpu)) for cpu in ("300m", "800m", "200m")]
    other = daemonset("other", containers=container("500m"))
    plan = plan_of(other, *texts, nodes=NODES)
    assert [outcomes(plan, number)["n1"] for number in range(4)] == ["runs", "runs", "pending", "runs"]
    (reason,) = why(plan, "n1", 2)
    assert reason.endswith("cpu: asks for 800m, 500m of the node's 1 are free; held by test/other 500m")


def test_the_last_definition_counts() -> None:
    plan = plan_of(
        daemonset("agent", containers=container("300m")),
        daemonset("agent", containers=container("200m")),
        daemonset("late", containers=container("750m")),
        nodes=NODES,
    )
    assert outcomes(plan, 2) == {"n1": "runs"}
    assert all_together(plan) == {"cpu": 950, "pods": 2}
    (cost,) = costs_of(plan)
    assert cost.pods == 2


def test_both_places_are_named_and_other_namespaces_are_others() -> None:
    second = json.loads(daemonset("agent"))
    elsewhere = json.loads(daemonset("agent"))
    elsewhere["metadata"]["namespace"] = "other"
    plan = plan_of(daemonset("agent"), json.dumps(second), json.dumps(elsewhere), nodes=NODES)
    found = [told for told in plan_problems(plan) if told.problem.rule == DEFINED_TWICE]
    assert [told.problem.message for told in found] == [
        "duplicate DaemonSet test/agent; first defined at agents.yaml:1"
    ]
    assert found[0].manifest is plan.workloads[1].source.manifest


def test_a_cause_of_two_definitions_names_the_daemonset_once() -> None:
    big = daemonset("agent", containers=container("2"))
    plan = plan_of(big, big, nodes=NODES)
    first, *_ = highlights(plan)
    assert first == "agent stays Pending on n1: cpu: asks for 2, the node has 1."
