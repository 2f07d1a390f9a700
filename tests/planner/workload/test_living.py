"""Requests of pods that run: they count for new pods where these are changed in the same way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.assumptions import assumptions_of
from dslint.planner.difference.comparison import compare_plans
from dslint.planner.plan import Planned
from tests.planner.cases import daemonset, outcomes, plan_of, why
from tests.planner.overhead.test_overhead import asking
from tests.planner.test_pod_life import pod

NODES = """
nodes:
  - {name: n1, allocatable: {cpu: 1, memory: 4Gi, pods: 9}}
  - {name: n2, allocatable: {cpu: 300m, memory: 4Gi, pods: 9}}
"""
GENERATION = "deprecated.daemonset.template.generation"


def agent(generation: str = "", **spec: Any) -> str:
    data = json.loads(daemonset(containers=asking(cpu="200m"), **spec))
    if generation:
        data["metadata"]["annotations"] = {GENERATION: generation}
    return json.dumps(data)


def running(cpu: str = "700m", generation: str = "") -> dict[str, Any]:
    found = pod("agent-1", "n1", cpu, owner=("DaemonSet", "agent"))
    found["metadata"]["labels"] = {"pod-template-generation": generation} if generation else {}
    return found


def autoscaler(
    mode: str = "Auto", name: str = "agent", namespace: str = "test", kind: str = "DaemonSet"
) -> str:
    return json.dumps(
        {
            "apiVersion": "autoscaling.k8s.io/v1",
            "kind": "VerticalPodAutoscaler",
            "metadata": {"name": "vpa", "namespace": namespace},
            "spec": {"targetRef": {"kind": kind, "name": name}, "updatePolicy": {"updateMode": mode}},
        }
    )


def plan(*objects: str, pods: tuple[dict[str, Any], ...] = ()) -> Planned:
    return plan_of(*objects, nodes=NODES, pods=pods)


def test_new_pods_ask_for_what_those_of_the_same_template_ask_for() -> None:
    found = plan(agent("3"), pods=(running(generation="3"),))
    assert outcomes(found) == {"n1": "runs", "n2": "pending"}
    words = "asks for 700m (as the pods that run, the template says 200m), the node has 300m"
    assert why(found, "n2") == [f"insufficient-resource cpu: cpu: {words}"]
    why_more = "(a vertical autoscaler, a webhook or an injected sidecar)"
    assert assumptions_of(found, pods_given=True) == (
        f"new pods of test/agent ask for 700m cpu, as those that run do; the template says 200m {why_more}",
    )


@pytest.mark.parametrize("mode", ["Auto", "Initial", "Recreate", ""])
def test_an_autoscaler_counts_whatever_the_template_of_the_pods(mode: str) -> None:
    found = plan(autoscaler(mode), agent(), pods=(running(),))
    assert outcomes(found)["n2"] == "pending"


@pytest.mark.parametrize(
    "objects, living",
    [
        ((agent("3"),), running(generation="2")),
        ((agent(),), running()),
        ((autoscaler("Off"), agent()), running()),
        ((autoscaler(name="other"), agent()), running()),
        ((autoscaler(namespace="other"), agent()), running()),
        ((autoscaler(kind="Deployment"), agent()), running()),
        ((autoscaler(), agent()), running("100m")),
        ((autoscaler(), agent()), pod("agent-1", "n1", "700m")),
    ],
    ids=["older", "unknown", "off", "other name", "other namespace", "other kind", "smaller", "not its own"],
)
def test_pods_that_prove_nothing_do_not_count(objects: tuple[str, ...], living: dict[str, Any]) -> None:
    assert outcomes(plan(*objects, pods=(living,)))["n2"] == "runs"


def test_a_difference_counts_them_on_both_sides() -> None:
    old, new = (plan(autoscaler(), agent(hostPID=flag), pods=(running(),)) for flag in (False, True))
    (pair,) = compare_plans(old, new).pairs
    assert (pair.status, pair.template_changed) == ("changed", True)
    assert new.workloads[0].shape.requests == old.workloads[0].shape.requests == {"cpu": 700}
