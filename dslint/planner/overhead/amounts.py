"""What pods reserve, added up and as a part of what nodes have."""

from __future__ import annotations

from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import PODS


def agent_requests(planned: Planned, number: int) -> Amounts:
    """What one pod of a DaemonSet reserves, `pods` included."""
    return {**planned.workloads[number].shape.requests, PODS: 1}


def part_of(allocatable: Allocatable | None, resource: str, number: int) -> float | None:
    """An amount as a part of what a node has; None where that is not known."""
    there = (allocatable or {}).get(resource)
    return number / there if there and there != ENOUGH else None
