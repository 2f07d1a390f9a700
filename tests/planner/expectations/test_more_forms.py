"""Expectations about groups of DaemonSets, healthy nodes, amounts, manifests and changes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.difference.comparison import compare_plans
from dslint.planner.expectations.collect import Written, unmet
from dslint.planner.expectations.grammar import parse_expectation
from dslint.planner.plan import Planned
from dslint.planner.session import difference_findings
from tests.planner.cases import daemonset, plan_of

NODES = """
nodes:
  - {name: a1, labels: {pool: a}, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}
  - {name: a2, labels: {pool: a}, ready: false, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}
  - {name: b1, labels: {pool: b}, taints: ["gpu=yes:NoSchedule"], allocatable: {cpu: 2, memory: 4Gi, pods: 9}}
pools:
  - {name: edge, count: 2, labels: {pool: edge}, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}
"""
GPU = {"key": "gpu", "operator": "Exists"}


def agent(name: str, cpu: str = "200m", memory: str = "", **spec: Any) -> str:
    requests = {"cpu": cpu, **({"memory": memory} if memory else {})}
    containers = [{"name": "c", "image": "c:1", "resources": {"requests": requests}}]
    return daemonset(name, containers=containers, **spec)


def failures(plan: Planned, *texts: str) -> list[str]:
    """What fails, as `message | result`."""
    written = [Written(parse_expectation(text)) for text in texts]
    return [f"{told.problem.message} | {told.problem.result}" for told in unmet(plan, written)]


PLAN = plan_of(
    agent("bit", memory="64Mi", nodeSelector={"pool": "a"}),
    agent("vec", "300m", tolerations=[GPU]),
    nodes=NODES,
)


@pytest.mark.parametrize(
    "text",
    [
        "exactly one of (bit, vec) on pool=b",
        "exactly one of (test/bit, v*) on edge",
        "vec runs on healthy nodes",
        "bit runs on healthy nodes of pool=a",
        "vec runs on every node of edge",
        "bit runs on some node of pool=a",
        "together at most 500m of cpu",
        "vec at most 300m of cpu on pool=b",
        "together at most 2 of pods",
        "bit requests set",
        "vec tolerates gpu",
        "vec tolerates gpu=yes:NoSchedule",
        "vec tolerates gpu:NoSchedule",
        "vec restarts at most 0 pods",
    ],
)
def test_met(text: str) -> None:
    assert failures(PLAN, text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "exactly one of (bit, vec) on healthy nodes",
            (
                "expected exactly one of bit, vec on 4 nodes (every node), "
                "got 1 of 4 with none or more than one | a1: test/bit and test/vec run"
            ),
        ),
        (
            "exactly one of (bit, vec) on pool=a",
            (
                "expected exactly one of bit, vec on 2 nodes (pool=a), got 2 of 2 with none or more than one"
                " | a1: test/bit and test/vec run\na2: none of them runs"
            ),
        ),
        ("exactly one of (bit, vect) on edge", "expected vect in the plan, got no DaemonSet of that name | "),
        (
            "vec runs on pool=a",
            (
                "test/vec: expected runs on 2 nodes (pool=a), got runs on 1 | a2: NotReady: "
                "node.kubernetes.io/not-ready:NoSchedule is not tolerated (no new pod until it is ready)"
            ),
        ),
        (
            "together at most 400m of cpu",
            "expected at most 400m of cpu, got 500m on a1 (bound) | over it on 1 node: a1".replace(
                " (bound)", ""
            ),
        ),
        (
            "bit at most 32Mi of memory on pool=a",
            "test/bit: expected at most 32Mi of memory, got 64Mi on a1 | over it on 1 node: a1",
        ),
        (
            "requests set",
            (
                "test/vec: expected requests for cpu and memory, got none in 1 container | "
                "container c: no request for memory"
            ),
        ),
        (
            "bit tolerates gpu",
            "test/bit: expected a toleration of gpu=yes:NoSchedule, got none that covers it | ",
        ),
        (
            "bit tolerates new:NoExecute",
            "test/bit: expected a toleration of new:NoExecute, got none that covers it | ",
        ),
        (
            "bit runs on some node of edge",
            "test/bit: expected runs on some of 2 nodes (edge), got runs on none | ",
        ),
    ],
)
def test_failed(text: str, expected: str) -> None:
    (found,) = failures(PLAN, text)
    assert found.startswith(expected)


def test_a_limit_and_a_pod_level_request_count_as_requests() -> None:
    limits = [{"name": "c", "image": "c:1", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]
    plan = plan_of(daemonset("x", containers=limits), nodes=NODES)
    assert failures(plan, "requests set") == []


def test_restarts_are_counted_in_a_difference_only() -> None:
    old, new = agent("vec", "300m"), agent("vec", "350m")
    nodes = "pools: [{name: edge, count: 3, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}]"
    plans = [plan_of(text, nodes=nodes) for text in (old, new)]
    written = [Written(parse_expectation(f"restarts at most {number} pods")) for number in (2, 4)]
    compared = compare_plans(*plans)
    told = [told.problem for told in difference_findings(compared, plans[1], written)]
    messages = [problem.message for problem in told if problem.rule == "expectation-failed"]
    assert messages == ["test/vec: expected at most 2 pods restarted, got 3 restarted"]
    assert failures(plans[1], "restarts at most 0 pods") == []


def test_of_several_definitions_the_last_one_counts() -> None:
    both = json.dumps(json.loads(agent("vec", "900m")))
    plan = plan_of(both, agent("vec", "100m"), nodes=NODES)
    assert failures(plan, "together at most 100m of cpu") == []


def test_a_short_name_of_several_nodes_is_never_met() -> None:
    nodes = "nodes: [{name: w1.a.example}, {name: w1.b.example}, {name: w2.b.example}]"
    plan = plan_of(agent("bit"), nodes=nodes)
    assert failures(plan, "bit runs on w2") == []
    for text in ("bit runs on w1", "bit never on w1"):
        found = "w1 is short for 2 nodes: w1.a.example, w1.b.example"
        assert failures(plan, text) == [f"expected one node called w1, got {found} | "]
