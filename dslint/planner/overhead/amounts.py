"""The total requests of pods, and their part of allocatable."""

from __future__ import annotations

from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import PODS


def agent_requests(planned: Planned, number: int) -> Amounts:
    """Return the requests of one pod of a DaemonSet, `pods` included."""
    return {**planned.workloads[number].shape.requests, PODS: 1}


def part_of(allocatable: Allocatable | None, resource: str, number: int) -> float | None:
    """Return an amount as a part of a node's resource; None if that is unknown."""
    there = (allocatable or {}).get(resource)
    return number / there if there and there != ENOUGH else None
