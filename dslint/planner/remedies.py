"""Remedies that were tried out: what is offered to a reader works in this very plan."""

from __future__ import annotations

from dslint.planner.evictions import holders_words
from dslint.planner.placement.node_sets import contains
from dslint.planner.plan import Planned
from dslint.planner.scheduling.one_node import Wanted, schedule
from dslint.planner.workload.workloads import Workload

_ABOVE = 1 << 29
"""Above every ordinary priority, and below the critical ones."""


def pushed_off_with_priority(planned: Planned, workload: Workload, place: int) -> str:
    """Who would go if the DaemonSet had a higher priority, in words; empty where that makes no room."""
    if planned.across_nodes or workload.shape.priority >= _ABOVE or not workload.shape.preempts:
        return ""
    pods = [
        Wanted(other.number, other.key, other.shape)
        for other in planned.workloads
        if (other.number == workload.number or (not other.definition and other.key != workload.key))
        and contains(planned.decisions[other.number].run, place)
        and not other.shape.refusals
        and not other.shape.waits
    ]
    raised = [
        pod._replace(shape=pod.shape._replace(priority=_ABOVE)) if pod.number == workload.number else pod
        for pod in pods
    ]
    node = planned.inventory.nodes[place]
    then = schedule(node.allocatable, planned.presence.present.get(place, ()), raised)
    if workload.number in then.waiting or workload.number in then.refused:
        return ""
    return holders_words(tuple(preemption.victim.holder for preemption in then.preempted))
