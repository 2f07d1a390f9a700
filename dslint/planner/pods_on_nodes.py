"""The pods that a plan puts on a node, beside those that stay there; each class of nodes is asked once."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from dslint.planner.placement.node_sets import contains
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import Occupant
from dslint.planner.scheduling.one_node import Wanted

_KNOWN: WeakKeyDictionary[Planned, dict[int, tuple[Occupant, ...]]] = WeakKeyDictionary()


def pods_on(planned: Planned, place: int) -> tuple[Occupant, ...]:
    """The pods on a node once all are scheduled; a name stands for its last definition."""
    known = _KNOWN.setdefault(planned, {})
    code = planned.class_of[place]
    found = known.get(code)
    if found is None:
        found = known[code] = _pods_on(planned, place)
    return found


def _pods_on(planned: Planned, place: int) -> tuple[Occupant, ...]:
    schedule = planned.schedules[planned.class_of[place]]
    gone = {id(preemption.victim) for preemption in schedule.preempted}
    present = [pod for pod in planned.presence.present.get(place, ()) if id(pod) not in gone]
    running = [
        Wanted(workload.number, workload.key, workload.shape).occupant()
        for workload in planned.workloads
        if contains(planned.decisions[workload.number].run, place)
        and workload.number not in schedule.waiting
        and workload.number not in schedule.refused
        and not workload.shape.refusals
        and not workload.definition
    ]
    return (*present, *running)
