"""One chain decides what becomes of a pod, and every reading of it says the same."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.planner.difference.comparison import compare_plans
from dslint.planner.expectations.collect import Written, unmet
from dslint.planner.expectations.grammar import parse_expectation
from dslint.planner.inventory.contents import Source
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_contents, read_inventory
from dslint.planner.outcomes import groups_of, placement_of, trouble_everywhere, trouble_now, trouble_of
from dslint.planner.placement.node_sets import contains, set_of
from dslint.planner.plan import Planned, plan_objects
from dslint.planner.values import Reason
from dslint.report.plan import csv_, json_
from dslint.report.plan.view import PlanView
from tests.planner.cases import daemonset as agent
from tests.planner.cases import outcomes, placed, plan_of
from tests.planner.whatif.test_replanning import NODE, QUOTA, RUNTIME_CLASS, daemonset, listed, pod

ACCOUNT = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "other"}}
POD_SPEC = st.fixed_dictionaries(
    {"cpu": st.sampled_from(["50m", "600m"])},
    optional={
        "tolerations": st.just([{"operator": "Exists"}]),
        "nodeSelector": st.just({"pool": "a"}),
        "runtimeClassName": st.just("special"),
        "schedulerName": st.just("mine"),
        "nodeName": st.sampled_from(["n0", "n1"]),
        "serviceAccountName": st.just("agent"),
        "priorityClassName": st.just("system-node-critical"),
        "hostPort": st.just(9100),
    },
)
POOL = {"name": "empty", "count": 0, "labels": {"pool": "a"}, "allocatable": {"cpu": "100m", "pods": 9}}


@st.composite
def plans(draw: st.DrawFn) -> Planned:
    nodes = [{"name": f"n{number}", **draw(NODE)} for number in range(4)]
    objects = [
        daemonset(name, draw(POD_SPEC)) for name in draw(st.sampled_from([["one"], ["one", "two", "six"]]))
    ]
    for manifest in objects:
        if draw(st.booleans()):
            partition = draw(st.sampled_from([0, 1, 3, "50%", "100%"]))
            manifest["apiVersion"] = "apps.kruise.io/v1beta1"
            manifest["spec"]["scaleStrategy"] = {"partitionedScaling": True}
            manifest["spec"]["updateStrategy"] = {
                "type": "RollingUpdate",
                "rollingUpdate": {"partition": partition},
            }
    objects += draw(st.lists(st.sampled_from([QUOTA, RUNTIME_CLASS, ACCOUNT]), unique_by=id))
    pods = [
        pod(number, node, owned=owned)
        for number, (node, owned) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(["n0", "n1"]), st.booleans()), max_size=3))
        )
    ]
    text = read_manifests("\n---\n".join(map(json.dumps, objects)), "agents.yaml")
    found = read_contents(Source("pods.json", json.dumps(listed(pods)).encode())).pods
    inventory = read_inventory(json.dumps({"nodes": nodes, "pools": [POOL]}))
    return plan_objects(text.objects, inventory, found, "1.37")


def without_node(reason: Reason) -> Reason:
    """A reason without the node's own name, of which a group has many."""
    return reason._replace(subject="") if reason.code == "node-name" else reason


@settings(deadline=None, max_examples=150)
@given(plans())
def test_every_view_of_a_plan_says_the_same(planned: Planned) -> None:
    view = PlanView(planned)
    record = json.loads(json_.render(view))
    rows = {
        (f"{row['namespace']}/{row['name']}", row["node"]): row
        for row in csv.DictReader(StringIO(csv_.render(view)))
    }
    size = len(planned.inventory.nodes)
    sides = {pair.key: pair.new for pair in compare_plans(planned, planned).pairs}
    for workload, said in zip(view.workloads, record["daemonsets"], strict=True):
        alone = [placement_of(planned, workload, place) for place in range(size)]
        groups = groups_of(planned, workload)
        assert sum(group.nodes for group in groups) == planned.index.every
        for place, placement in enumerate(alone):
            group = next(group for group in groups if contains(group.nodes, place))
            assert (placement.outcome, placement.successor) == (group.outcome, group.successor)
            assert list(map(without_node, placement.reasons)) == list(map(without_node, group.reasons))
            assert said["placements"][place]["outcome"] == placement.outcome
            row = rows[workload.key, placement.node]
            assert row["outcome"] == placement.outcome
            assert row["reasons"] == "; ".join(reason.text for reason in placement.reasons)

        def nodes(outcome: str, placements: list[Any] = alone) -> int:
            return set_of((place for place, found in enumerate(placements) if found.outcome == outcome), size)

        def successors(outcome: str, placements: list[Any] = alone) -> int:
            found = (place for place, one in enumerate(placements) if outcome in (one.outcome, one.successor))
            return set_of(found, size)

        assert trouble_now(planned, workload) == (nodes("pending"), nodes("blocked"))
        assert trouble_everywhere(planned, workload) == (successors("pending"), successors("blocked"))
        there = planned.there
        trouble = trouble_of(planned, workload)
        assert trouble == (successors("pending") & there, successors("blocked") & there)
        side = sides[workload.key]
        assert side is not None
        assert (side.pending, side.refused) == trouble
        counts = {outcome: (nodes(outcome) & there).bit_count() for outcome in view.counts(workload)}
        assert view.counts(workload) == counts == said["counts"]
        runs = [placement.node for placement in alone if placement.outcome == "runs"]
        for node in planned.inventory.nodes:
            expected = Written(parse_expectation(f"{workload.key} runs on {node.name}"))
            wanted = node.name in runs
            assert (not list(unmet(planned, [expected]))) == wanted, node.name


NODES = "nodes: [{name: a}, {name: b, labels: {runtime: gvisor}}]"
GVISOR = json.dumps(
    {
        "apiVersion": "node.k8s.io/v1",
        "kind": "RuntimeClass",
        "metadata": {"name": "gvisor"},
        "handler": "runsc",
        "scheduling": {"nodeSelector": {"runtime": "gvisor"}},
    }
)


def test_what_keeps_the_scheduler_away_is_told_together_with_the_runtime_class() -> None:
    plan = plan_of(GVISOR, agent(runtimeClassName="gvisor", schedulerName="mine"), nodes=NODES)
    groups = [
        (group.outcome, [reason.code for reason in group.reasons], group.nodes)
        for group in groups_of(plan, plan.workloads[0])
    ]
    assert groups == [
        ("pending", ["scheduler-name", "runtime-class"], 0b01),
        ("pending", ["scheduler-name"], 0b10),
    ]
    assert [[reason.code for reason in one.reasons] for one in placed(plan).values()] == [
        ["scheduler-name", "runtime-class"],
        ["scheduler-name"],
    ]


def limited(pods: int) -> str:
    quota = {**QUOTA, "metadata": {"name": "few", "namespace": "test"}, "spec": {"hard": {"pods": str(pods)}}}
    return json.dumps(quota)


STAGES = [
    pytest.param([limited(0)], {"schedulerName": "mine"}, "blocked", "quota", id="quota-before-waits"),
    pytest.param([GVISOR], {"runtimeClassName": "gvisor"}, "pending", "runtime-class", id="runtime"),
    pytest.param([], {"schedulerName": "mine"}, "pending", "scheduler-name", id="waits"),
    pytest.param(
        [],
        {"containers": [{"name": "c", "image": "c:1", "resources": {"requests": {"cpu": "9"}}}]},
        "pending",
        "insufficient-resource",
        id="room",
    ),
    pytest.param(
        [],
        {
            "nodeName": "a",
            "containers": [{"name": "c", "image": "c:1", "resources": {"requests": {"cpu": "9"}}}],
        },
        "blocked",
        "insufficient-resource",
        id="kubelet",
    ),
]


@pytest.mark.parametrize("objects, spec, outcome, code", STAGES)
def test_each_stage_of_the_chain_has_its_outcome(
    objects: list[str], spec: dict[str, Any], outcome: str, code: str
) -> None:
    plan = plan_of(*objects, agent(**spec), nodes="nodes: [{name: a, allocatable: {cpu: 1, pods: 9}}]")
    assert outcomes(plan) == {"a": outcome}
    assert [reason.code for reason in placed(plan)["a"].reasons] == [code]
    assert [group.outcome for group in groups_of(plan, plan.workloads[0])] == [outcome]
    assert trouble_of(plan, plan.workloads[0]) == (
        int(outcome == "pending"),
        int(outcome == "blocked"),
    )


def test_a_quota_that_blocks_some_nodes_leaves_the_others_to_the_next_stage() -> None:
    plan = plan_of(limited(1), agent(schedulerName="mine"), nodes=NODES)
    assert outcomes(plan) == {"a": "pending", "b": "blocked"}
    assert trouble_of(plan, plan.workloads[0]) == (0b01, 0b10)
