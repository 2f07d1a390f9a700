"""Remedies are tried before they are offered."""

from __future__ import annotations

from typing import Any

from dslint.planner.placements import pods_on
from dslint.planner.problems import plan_problems
from dslint.planner.remedies import Raised, with_higher_priority
from tests.planner.cases import daemonset, outcomes, plan_of
from tests.planner.test_pod_life import pod

NODES = "nodes: [{name: n1, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}]"


def agent(name: str, cpu: str, **spec: Any) -> str:
    containers = [{"name": "c", "image": "c:1", "resources": {"requests": {"cpu": cpu}}}]
    return daemonset(name, containers=containers, **spec)


def ways_out(plan: Any) -> list[str]:
    return [told.problem.write for told in plan_problems(plan) if told.problem.rule == "pod-pending"]


def test_priority_is_offered_where_it_makes_room() -> None:
    plan = plan_of(agent("late", "1"), nodes=NODES, pods=(pod("web-1", "n1", "1500m"),))
    assert with_higher_priority(plan, plan.workloads[0], 0) == Raised(helps=True, pushed="1 pod of test/web")
    assert ways_out(plan) == [
        "a priorityClassName above the pods that are there: it preempts 1 pod of test/web on each such node"
    ]


def test_priority_is_not_offered_where_other_agents_would_wait_instead() -> None:
    plan = plan_of(agent("early", "1500m"), agent("late", "1"), nodes=NODES)
    assert outcomes(plan, 1) == {"n1": "pending"}
    assert with_higher_priority(plan, plan.workloads[1], 0).agents
    assert ways_out(plan) == [
        "a smaller request, or other nodes; a higher priority only makes other DaemonSets wait"
    ]


def test_priority_is_not_offered_where_it_does_not_help() -> None:
    nodes = NODES.replace("cpu: 2", "cpu: 500m")
    plan = plan_of(agent("big", "1"), nodes=nodes, pods=(pod("web-1", "n1", "100m"),))
    assert not with_higher_priority(plan, plan.workloads[0], 0).helps
    assert ways_out(plan) == ["a smaller request, or other nodes; a higher priority does not help"]


def test_the_pods_on_a_node_are_those_after_the_plan() -> None:
    plan = plan_of(
        agent("first", "500m"),
        agent("high", "1500m", priorityClassName="system-node-critical"),
        agent("late", "900m"),
        nodes=NODES,
        pods=(pod("web-1", "n1", "600m"),),
    )
    assert [found.name for found in pods_on(plan, 0)] == ["test/first", "test/high"]
