"""Remedies that were tried: every suggestion works in this plan."""

from __future__ import annotations

from typing import NamedTuple

from dslint.planner.evictions import holders_words
from dslint.planner.placements import pods_on
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import Load, victims
from dslint.planner.workload.workloads import Workload

_ABOVE = 1 << 29
"""A priority above every ordinary one, and below the critical ones."""


class Raised(NamedTuple):
    """The effect of a higher priority on a waiting pod.

    helps    it makes room
    pushed   who goes, in words
    agents   some of those are pods of DaemonSets of this plan, which would wait instead
    """

    helps: bool
    pushed: str = ""
    agents: bool = False


def with_higher_priority(planned: Planned, workload: Workload, place: int) -> Raised:
    """Try the outcome of a waiting pod if its DaemonSet had a higher priority."""
    shape = workload.shape
    if planned.across_nodes or shape.priority >= _ABOVE or not shape.preempts:
        return Raised(helps=False)
    allocatable = planned.inventory.nodes[place].allocatable
    others = [pod for pod in pods_on(planned, place) if pod.workload < 0 or pod.name != workload.key]
    going = victims(
        shape._replace(priority=_ABOVE),
        Load(others),
        lambda wanted, load: load.has_room_for(wanted, allocatable),
    )
    if not going:
        return Raised(helps=False)
    words = holders_words(tuple(pod.holder for pod in going))
    return Raised(helps=True, pushed=words, agents=any(pod.workload >= 0 for pod in going))
