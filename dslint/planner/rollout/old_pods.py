"""The existing pods at the start of an update, and nodes where a new pod does not fit beside the old one."""

from __future__ import annotations

from typing import NamedTuple

from dslint.planner.outcomes import decision_of, trouble_of
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import contains, first, set_of
from dslint.planner.placement.openkruise import scales_by_partition
from dslint.planner.placements import pods_on
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import Occupant, lacking
from dslint.planner.scheduling.one_node import Wanted
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload

_HOSTNAME = "kubernetes.io/hostname"


class OldPods(NamedTuple):
    """Nodes with pods of the old template, and those where they are not ready."""

    there: int
    unready: int = 0


def old_pods(planned: Planned, number: int) -> OldPods:
    """The pods of a DaemonSet of the old side.

    The controller has created one on every node that it wants, and it is ready, unless the plan, the node or
    the given pods say otherwise. If OpenKruise creates pods step by step, only the given pods exist. A node
    that is not Ready keeps its pod.
    """
    workload = planned.workloads[number]
    decision = decision_of(planned, workload)
    trouble = trouble_of(planned, workload)
    made = decision.run & ~trouble.blocked & ~planned.held_back(workload.number)
    there = made | _left_on_dead(planned, workload, decision)
    unready = trouble.pending
    pods = planned.presence.old.get(number, {})
    if pods:
        size = len(planned.inventory.nodes)
        seen = set_of(pods, size)
        there = seen if scales_by_partition(workload.manifest) else there | seen
        unready &= ~seen
        unready |= set_of((place for place, pod in pods.items() if not pod.ready), size)
    return OldPods(there, there & (unready | planned.dead))


def _left_on_dead(planned: Planned, workload: Workload, decision: Decision) -> int:
    """Return the nodes that would be wanted if they were Ready."""
    left = planned.dead & decision.stay & ~decision.run
    return left & planned.index.wanted_once_ready(workload.demands) if left else 0


def crowded_nodes(planned: Planned, workload: Workload, old: Workload) -> int:
    """Return the nodes where a new pod lacks something while the old one is beside it."""
    run = decision_of(planned, workload).run
    if _keeps_itself_away(workload, old):
        return run
    old_occupant = Wanted(workload.number, f"the old pod of {old.key}", old.shape).occupant()
    first_of: dict[int, int] = {}
    for place, number in enumerate(planned.class_of):
        first_of.setdefault(number, place)
    crowded = frozenset(
        number
        for number, place in first_of.items()
        if contains(run, place) and _lacks(planned, workload, place, old_occupant)
    )
    return run & planned.in_classes(crowded)


def crowded_by(planned: Planned, workload: Workload, old: Workload) -> tuple[str, ...]:
    """Return what a new pod lacks beside the old one on the first such node."""
    crowded = crowded_nodes(planned, workload, old)
    if not crowded or _keeps_itself_away(workload, old):
        return ()
    occupant = Wanted(workload.number, f"the old pod of {old.key}", old.shape).occupant()
    return tuple(reason.subject for reason in _lacking(planned, workload, first(crowded), occupant))


def _keeps_itself_away(workload: Workload, old: Workload) -> bool:
    """Whether required pod anti-affinity excludes pods of the same DaemonSet on one node."""
    shapes = (workload.shape, old.shape)
    return any(
        term.key == _HOSTNAME and term.picks(other.namespace, other.labels)
        for shape, other in (shapes, shapes[::-1])
        for term in shape.topology.anti_affinity
    )


def _lacks(planned: Planned, workload: Workload, place: int, old: Occupant) -> bool:
    return bool(_lacking(planned, workload, place, old))


def _lacking(planned: Planned, workload: Workload, place: int, old: Occupant) -> tuple[Reason, ...]:
    others = (pod for pod in pods_on(planned, place) if pod.workload < 0 or pod.name != workload.key)
    return lacking(workload.shape, planned.inventory.nodes[place].allocatable, [old, *others])
