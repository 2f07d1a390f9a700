"""The nodes of a plan as rows of a matrix: nodes with the same content share a row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from dslint.planner.nodes import Node
from dslint.planner.outcomes import Group
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.workload.workloads import Workload
from dslint.report.plan.cost_text import room_words
from dslint.report.plan.view import PlanView


@dataclass(frozen=True)
class Fate:
    """The outcome of one DaemonSet on some nodes: an outcome, its reasons, and remarks.

    stays   no new pod, but one that is there already stays
    pushes  the pod pushes others of lower priority off
    """

    group: Group
    stays: bool = False
    pushes: bool = False


@dataclass(frozen=True)
class Row:
    """Equal nodes: their numbers in the inventory, and for every DaemonSet the number of its fate."""

    members: tuple[int, ...]
    fates: tuple[int, ...]

    @property
    def first(self) -> int:
        """Return the number of the node that represents all."""
        return self.members[0]


def fates_of(view: PlanView, workload: Workload) -> tuple[Fate, ...]:
    """Return the fates of one DaemonSet; every shown node has exactly one."""
    old = set_of(view.planned.presence.old.get(workload.number, {}), len(view.planned.inventory.nodes))
    fates: Iterable[Fate] = (Fate(group) for group in view.groups[workload.number])
    fates = _cut(fates, _pushing(view, workload), "runs", "pushes")
    return tuple(_cut(fates, old, "keeps", "stays"))


def _cut(fates: Iterable[Fate], nodes: int, outcome: str, what: str) -> Iterator[Fate]:
    """Split the fates of one outcome into those on these nodes, for which `what` is true, and the rest."""
    for fate in fates:
        inside, outside = fate.group.nodes & nodes, fate.group.nodes & ~nodes
        if fate.group.outcome != outcome or not inside:
            yield fate
            continue
        yield replace(fate, group=fate.group._replace(nodes=inside), **{what: True})
        if outside:
            yield replace(fate, group=fate.group._replace(nodes=outside))


def _pushing(view: PlanView, workload: Workload) -> int:
    """Return the nodes where pods are preempted for this DaemonSet."""
    planned = view.planned
    classes = [
        number
        for number, schedule in enumerate(planned.schedules)
        if any(eviction.by == workload.key for eviction in schedule.preempted)
    ]
    return planned.in_classes(classes)


def rows_of(view: PlanView, fates: tuple[tuple[Fate, ...], ...]) -> tuple[Row, ...]:
    """Return the rows: those with the most waiting or rejected pods first, then the largest."""
    planned = view.planned
    nodes = planned.inventory.nodes
    chosen = list(places(planned.index.every if view.chosen is None else view.chosen))
    columns = [_codes(of, len(nodes)) for of in fates]
    pools = pools_of(planned.index)
    together: dict[tuple[Hashable, ...], list[int]] = {}
    for place in chosen:
        key = (*(column[place] for column in columns), pools.name_at(place), *_looks(nodes[place]))
        together.setdefault(key, []).append(place)
    found = [Row(tuple(members), _fates(key, len(columns))) for key, members in together.items()]
    return tuple(sorted(found, key=lambda row: (-_troubles(row, fates), -len(row.members), row.first)))


def _codes(fates: tuple[Fate, ...], size: int) -> list[int]:
    """Return node -> number of its fate."""
    codes = [0] * size
    for number, fate in enumerate(fates):
        for place in places(fate.group.nodes):
            codes[place] = number
    return codes


def _looks(node: Node) -> tuple[Hashable, ...]:
    """Return the other visible facts of a node, besides labels, name and pool."""
    room = room_words(node.allocatable)
    return node.taints, room, node.unschedulable, node.conditions, node.count == 0


def _fates(key: tuple[Hashable, ...], number: int) -> tuple[int, ...]:
    return tuple(part for part in key[:number] if isinstance(part, int))


def _troubles(row: Row, fates: tuple[tuple[Fate, ...], ...]) -> int:
    return sum(
        of[number].group.outcome in ("pending", "blocked")
        for of, number in zip(fates, row.fates, strict=True)
    )
