"""Objects around a DaemonSet in a real control plane: how many of its pods were created and bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.planner.outcomes import placement_of
from dslint.planner.plan import Planned
from tests.conformance.clusters import planned

Object = dict[str, Any]

NODES: list[Object] = [
    {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
        "status": {"allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"}},
    }
    for name in ("a0", "a1", "a2")
]
"""The cases do not hold the nodes; these are as large as their events say."""


def _named(kind: str, name: str, **fields: Any) -> Object:
    return {"kind": kind, "metadata": {"name": name}, **fields}


IN_THE_CLUSTER: dict[str, list[Object]] = {
    "prio-missing": [_named("PriorityClass", "system-node-critical", value=2_000_001_000)],
    "sa-missing": [_named("ServiceAccount", "default")],
    "runtimeclass-missing": [_named("RuntimeClass", "rcsel", handler="x")],
    "runtimeclass-nodeselector": [
        _named(
            "RuntimeClass",
            "rcsel",
            handler="x",
            scheduling={"nodeSelector": {"kubernetes.io/hostname": "a1"}},
        )
    ],
}
"""What was in the cluster and is not in a case's own `objects`: without it, dslint assumes what is named."""


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield a difference in the number of pods wanted, created and bound."""
    labels = case["namespace_labels"] or {}
    namespace = {"kind": "Namespace", "metadata": {"name": "default", "labels": labels}}
    around = [namespace, *case["objects"], *IN_THE_CLUSTER.get(case["id"], [])]
    got = _counts(planned([case["daemonset"]], NODES, around))
    stored = case["http"] == 201
    pods = case["pods"] if stored else []
    want = {"created": len(pods), "bound": sum(pod["bound"] is not None for pod in pods)}
    if stored:
        want["desired"] = case["status"]["desiredNumberScheduled"]
    for key, number in want.items():
        if got[key] != number:
            yield f"{key}: got {got[key]}, want {number}; {got['reasons']}"


def _counts(plan: Planned) -> dict[str, Any]:
    placements = [placement_of(plan, plan.workloads[0], number) for number in range(len(NODES))]
    return {
        "desired": sum(placement.should_run for placement in placements),
        "created": sum(placement.should_run and placement.outcome != "blocked" for placement in placements),
        "bound": sum(placement.outcome == "runs" for placement in placements),
        "reasons": [reason.text for placement in placements for reason in placement.reasons],
    }
