"""One DaemonSet on eight nodes: what the controller wants, and what is lacking on an otherwise empty node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dslint.planner.outcomes import placement_of
from dslint.planner.placement.controller import place
from dslint.planner.scheduling.node_load import lacking
from tests.conformance.clusters import planned
from tests.conformance.vectors import RECORDED


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield every node and figure on which dslint differs from the real code."""
    plan = planned([json.loads(case["yaml"])], case["nodes"])
    workload = plan.workloads[0]
    for number, want in enumerate(case["expect"][RECORDED]["nodes"]):
        node = plan.inventory.nodes[number]
        placement, plain = placement_of(plan, workload, number), place(workload.manifest, node)
        got = {
            "node": node.name,
            "shouldRun": placement.should_run,
            "shouldContinueRunning": placement.should_continue_running,
            "insufficient": sorted(
                reason.subject for reason in lacking(workload.shape, node.allocatable, ())
            ),
            "portsFree": True,
        }
        if got != want:
            yield f"got {got}, want {want}"
        if (plain.should_run, plain.should_continue_running) != placement[3:5]:
            yield f"{node.name}: the plain form says {plain[:2]}, the fast one {placement[3:5]}"
