"""One DaemonSet in a real control plane: on which nodes a pod was made, and where it was bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.planner.outcomes import placement_of
from tests.conformance.clusters import planned

KUBELET = {"node-os", "pressure"}
"""Codes of reasons for which a kubelet refuses a pod that the scheduler has bound."""


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield every node on which dslint differs, and a difference in the number of pods wanted."""
    plan = planned([case["daemonset"]], case["nodes"])
    workload = plan.workloads[0]
    desired = 0
    for number, node in enumerate(plan.inventory.nodes):
        placement = placement_of(plan, workload, number)
        desired += placement.should_run
        # The nodes were simulated: a pod was bound there, and no kubelet refused it afterwards.
        refused = placement.outcome == "blocked" and (
            workload.shape.assigned or {reason.code for reason in placement.reasons} <= KUBELET
        )
        bound = placement.outcome == "runs" or refused
        got = {"pod": placement.should_run, "bound": bound}
        answer = case["expect"]["nodes"][node.name]
        want = {"pod": answer["pod"], "bound": answer["bound"]}
        if got != want:
            yield f"{node.name}: got {got} ({placement.outcome}), want {want}: {placement.reasons}"
    if desired != case["expect"]["desiredNumberScheduled"]:
        yield f"desired {desired}, want {case['expect']['desiredNumberScheduled']}"
