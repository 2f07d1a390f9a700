"""One side of a difference: what was planned, as views; and the pods that an update of it would meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.planner.difference.pairs import OldPods, View
from dslint.planner.placement.decisions import Wanted as Decision
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import Occupant, lacking
from dslint.planner.scheduling.one_node import Wanted
from dslint.planner.workload.workloads import Workload

_FEW = 1000
"""Up to so many nodes are asked one by one what became of a pod."""
_HOSTNAME = "kubernetes.io/hostname"


class Trouble(NamedTuple):
    """Wanted nodes of one DaemonSet where the pod does not run, as bits."""

    pending: int
    blocked: int


def decision_of(planned: Planned, workload: Workload) -> Decision:
    """What the controller decides, for the nodes that are there: the model of an empty pool is none."""
    run, stay = planned.decisions[workload.number]
    return Decision(run & planned.there, stay & planned.there)


def trouble_of(planned: Planned, workload: Workload, among: int | None = None) -> Trouble:
    """Where the pods of a DaemonSet stay Pending, and where there is none because it is refused.

    With `among`, only these nodes are asked.
    """
    run = decision_of(planned, workload).run
    if among is not None:
        return _trouble(planned, workload, run & among)
    known = planned.troubles.get(workload.number)
    if known is None:
        known = planned.troubles[workload.number] = _trouble(planned, workload, run)
    return Trouble(*known)


def _trouble(planned: Planned, workload: Workload, run: int) -> Trouble:
    if workload.shape.refusals:
        return Trouble(0, run)
    stop = planned.stops.get(workload.number)
    blocked = run & stop.nodes if stop is not None else 0
    if workload.shape.waits:
        return Trouble(run & ~blocked, blocked)
    refused, waiting = _scheduled_badly(planned, workload.number, run)
    blocked |= refused
    return Trouble((waiting | run & _wrong_runtime(planned, workload)) & ~blocked, blocked)


def _scheduled_badly(planned: Planned, number: int, run: int) -> tuple[int, int]:
    """Those of some nodes that the kubelet turns the pod away from, and those where it waits."""
    if run.bit_count() <= _FEW:
        alone = [(place, planned.schedules[planned.class_of[place]]) for place in places(run)]
        size = len(planned.inventory.nodes)
        return (
            set_of((place for place, schedule in alone if number in schedule.refused), size),
            set_of((place for place, schedule in alone if number in schedule.waiting), size),
        )
    refused = planned.in_classes(planned.refused.get(number, {}))
    return run & refused, run & planned.in_classes(planned.waiting.get(number, {}))


def _wrong_runtime(planned: Planned, workload: Workload) -> int:
    """Where the RuntimeClass keeps the pod from being scheduled."""
    met = planned.index.every
    for requirement in workload.shape.selector:
        met &= planned.index.met(requirement)
    return planned.index.every & ~met


def views_of(planned: Planned) -> tuple[View, ...]:
    """Every DaemonSet of a plan as one side of a pair."""
    return tuple(_view(planned, workload) for workload in planned.workloads)


def _view(planned: Planned, workload: Workload) -> View:
    trouble = trouble_of(planned, workload)
    decision = decision_of(planned, workload)
    return View(workload.key, workload.source, workload.manifest, decision, trouble.pending, trouble.blocked)


def old_pods(planned: Planned, number: int) -> OldPods:
    """The pods of a DaemonSet of the old side.

    The controller has made one on every node it wants; it is ready unless the plan, the node or
    the pods that were given say otherwise. On a node that is not Ready the pod it had is still there.
    """
    workload = planned.workloads[number]
    decision = decision_of(planned, workload)
    trouble = trouble_of(planned, workload)
    there = (decision.run & ~trouble.blocked) | _left_on_dead(planned, workload, decision)
    unready = trouble.pending | planned.dead
    seen = planned.presence.old.get(number, {})
    if seen:
        size = len(planned.inventory.nodes)
        there |= set_of(seen, size)
        unready |= set_of((place for place, pod in seen.items() if not pod.ready), size)
    return OldPods(there, there & unready)


def _left_on_dead(planned: Planned, workload: Workload, decision: Decision) -> int:
    """Nodes that would be wanted if they were Ready."""
    left = planned.dead & decision.stay & ~decision.run
    return left & planned.index.wanted_once_ready(workload.demands) if left else 0


def crowded_nodes(planned: Planned, workload: Workload, old: Workload) -> int:
    """The nodes where a new pod lacks something as long as the old one is beside it."""
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
        if run >> place & 1 and _lacks(planned, workload, place, old_occupant)
    )
    return run & planned.in_classes(crowded)


def _keeps_itself_away(workload: Workload, old: Workload) -> bool:
    """Required pod anti-affinity against its own kind on the same node."""
    shapes = (workload.shape, old.shape)
    return any(
        term.key == _HOSTNAME and term.picks(other.namespace, other.labels)
        for shape, other in (shapes, shapes[::-1])
        for term in shape.topology.anti_affinity
    )


def _lacks(planned: Planned, workload: Workload, place: int, old: Occupant) -> bool:
    occupants = [old, *planned.presence.present.get(place, ()), *_others(planned, workload, place)]
    return bool(lacking(workload.shape, planned.inventory.nodes[place].allocatable, occupants))


def _others(planned: Planned, workload: Workload, place: int) -> Iterator[Occupant]:
    schedule = planned.schedules[planned.class_of[place]]
    for other in planned.workloads:
        wanted = planned.decisions[other.number].run >> place & 1
        absent = other.number in schedule.waiting or other.number in schedule.refused or other.shape.refusals
        if wanted and not absent and other.number != workload.number:
            yield Wanted(other.number, other.key, other.shape).occupant()
