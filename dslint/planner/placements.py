"""A plan node by node: every pair of DaemonSet and node, and the final pods of a node."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dslint.planner.grid import Grid
from dslint.planner.outcomes import Trouble, placement_of, trouble_everywhere, trouble_now
from dslint.planner.placement.node_sets import contains
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import Occupant
from dslint.planner.scheduling.one_node import Wanted
from dslint.planner.values import Placement
from dslint.planner.workload.workloads import Workload
from dslint.values.path import FieldPath
from dslint.values.remembered import remembered
from dslint.values.span import Span

Locate = Callable[[Workload, FieldPath], Span | None]
"""Where a path of a DaemonSet's manifest lies in its file."""


class Placements(Grid[Placement]):
    """Every pair of DaemonSet and node, DaemonSet by DaemonSet; each is computed on first use."""

    def __init__(self, planned: Planned, locate: Locate = lambda *_: None) -> None:
        super().__init__(len(planned.workloads), len(planned.inventory.nodes))
        self._planned = planned
        self._locate = cache(locate)

    def made(self, row: int, column: int) -> Placement:
        """One DaemonSet on one node."""
        workload = self._planned.workloads[row]
        placement = placement_of(self._planned, workload, column)
        located = tuple(
            reason._replace(span=self._locate(workload, reason.path)) for reason in placement.reasons
        )
        return placement._replace(reasons=located)


def running_now(planned: Planned, workload: Workload) -> int:
    """As `running_once_replaced`, with the nodes where an older pod runs."""
    return _running(planned, workload, trouble_now(planned, workload))


def running_once_replaced(planned: Planned, workload: Workload) -> int:
    """The nodes whose new pod runs once all pods are replaced; empty pools included."""
    return _running(planned, workload, trouble_everywhere(planned, workload))


def _running(planned: Planned, workload: Workload, trouble: Trouble) -> int:
    run = planned.decisions[workload.number].run & ~planned.held_back(workload.number)
    return run & ~trouble.pending & ~trouble.blocked


@remembered
def _known(_planned: Planned) -> dict[int, tuple[Occupant, ...]]:
    """Class of nodes -> the pods on each of its nodes, for the classes requested so far."""
    return {}


def pods_on(planned: Planned, place: int) -> tuple[Occupant, ...]:
    """The pods on a node once all are scheduled; if a name is defined twice, the last definition counts."""
    known = _known(planned)
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
        if not workload.definition and contains(running_once_replaced(planned, workload), place)
    ]
    return (*present, *running)
