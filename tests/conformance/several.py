"""Several DaemonSets in a real control plane: which pods were bound, and which were pushed off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.planner.outcomes import placement_of
from tests.conformance.clusters import planned


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield every pod on which dslint differs, and a difference in who was pushed off."""
    plan = planned(case["daemonsets"], case["nodes"], case["priorityClasses"])
    nodes = [node.name for node in plan.inventory.nodes]
    got = {}
    for workload in plan.workloads:
        for number, node in enumerate(nodes):
            placement = placement_of(plan, workload, number)
            if placement.should_run:
                got[workload.source.manifest.name.name, node] = placement.outcome == "runs"
    want = {(pod["daemonset"], pod["node"]): pod["bound"] for pod in case["expect"]["pods"]}
    for pod in sorted(got.keys() | want.keys()):
        if got.get(pod) != want.get(pod):
            yield f"{pod}: bound {got.get(pod)}, want {want.get(pod)}"
    pushed = sorted(
        (plan.workloads[eviction.victim.workload].source.manifest.name.name, node)
        for number, node in enumerate(nodes)
        for eviction in plan.schedules[plan.class_of[number]].preempted
    )
    wanted = sorted((eviction[1], eviction[2]) for eviction in case["expect"]["preempted"])
    if pushed != wanted:
        yield f"pushed off: {pushed}, want {wanted}"
