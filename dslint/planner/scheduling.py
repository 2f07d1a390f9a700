"""All pods of one node, one after the other: which are bound, which wait and why, and who pushes off whom.

As if the DaemonSets were created one after the other, in the order of the input. A pod that does not fit
may push off pods of lower priority; then those that wait are tried again, the highest priority first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dslint.planner.nodes import Allocatable
from dslint.planner.podshape import PodShape
from dslint.planner.room import Lacking, Occupant, lacking, victims
from dslint.planner.values import Reason


class Preemption(NamedTuple):
    """A pod that goes, and the one it makes room for."""

    victim: Occupant
    by: str


class Schedule(NamedTuple):
    """What becomes of the pods wanted on one node.

    waiting    DaemonSet number -> why its pod stays Pending (never empty)
    refused    DaemonSet number -> why the kubelet turns the pod away that names its node itself
    preempted  in the order in which it happens
    races      numbers of DaemonSets for which another order of creation would end otherwise
    """

    waiting: Mapping[int, tuple[Reason, ...]] = {}
    refused: Mapping[int, tuple[Reason, ...]] = {}
    preempted: tuple[Preemption, ...] = ()
    races: frozenset[int] = frozenset()


class Wanted(NamedTuple):
    """One pod to place: the number and name of its DaemonSet, and its shape."""

    number: int
    name: str
    shape: PodShape

    def occupant(self) -> Occupant:
        """The pod as it takes room on a node."""
        shape = self.shape
        return Occupant(
            self.name,
            self.number,
            shape.requests,
            shape.ports,
            shape.priority,
            shape.namespace,
            shape.labels,
            shape.topology,
        )


class NodeScheduler:
    """The pods of one node while they are being scheduled."""

    def __init__(self, occupants: Iterable[Occupant], lacks: Lacking, pods: Mapping[int, Wanted]) -> None:
        self.bound = list(occupants)
        self.lacks = lacks
        self.pods = pods
        self.waiting: dict[int, tuple[Reason, ...]] = {}
        self.refused: dict[int, tuple[Reason, ...]] = {}
        self.preempted: list[Preemption] = []

    def add(self, wanted: Wanted) -> None:
        """A new pod comes along."""
        if wanted.shape.assigned:
            self._assign(wanted)
        elif self._place(wanted):
            self.retry()

    def _assign(self, wanted: Wanted) -> None:
        """No scheduler is asked; the kubelet counts again when the pod arrives."""
        reasons = self.lacks(wanted.shape, self.bound)
        if reasons:
            self.refused[wanted.number] = reasons
        else:
            self.bound.append(wanted.occupant())

    def retry(self) -> None:
        """Try those that wait again, the highest priority first, as long as one more finds room."""
        moved = True
        while moved:
            moved = False
            for number in sorted(self.waiting, key=lambda one: (-self.pods[one].shape.priority, one)):
                wanted = self.pods[number]
                if number in self.waiting:
                    self._place(wanted)
                    moved = moved or number not in self.waiting

    def _place(self, wanted: Wanted) -> bool:
        """Bind a pod or let it wait; whether it pushed others off."""
        reasons = self.lacks(wanted.shape, self.bound)
        if not reasons:
            self._bind(wanted)
            return False
        room = victims(wanted.shape, self.bound, self.lacks)
        if room is None:
            self.waiting[wanted.number] = reasons
            return False
        self.bound, going = room
        self._bind(wanted)
        for victim in going:
            self.preempted.append(Preemption(victim, wanted.name))
            if victim.workload >= 0:
                self.waiting[victim.workload] = self.lacks(self.pods[victim.workload].shape, self.bound)
        return True

    def _bind(self, wanted: Wanted) -> None:
        self.bound.append(wanted.occupant())
        self.waiting.pop(wanted.number, None)

    def result(self) -> Schedule:
        """What became of all of them; those that wait say what they lack in the end."""
        waiting = {number: self.lacks(self.pods[number].shape, self.bound) for number in sorted(self.waiting)}
        return Schedule(waiting, self.refused, tuple(self.preempted), frozenset(self._races(waiting)))

    def _races(self, waiting: Mapping[int, tuple[Reason, ...]]) -> Iterable[int]:
        """Pods that wait only because one of equal priority came first."""
        for number in waiting:
            shape = self.pods[number].shape
            others = [one for one in self.bound if one.workload < 0 or one.priority != shape.priority]
            if len(others) < len(self.bound) and not self.lacks(shape, others):
                yield number


def schedule(
    allocatable: Allocatable | None, present: Sequence[Occupant], wanted: Sequence[Wanted]
) -> Schedule:
    """Schedule the pods wanted on one node where no other node matters."""
    on_node = NodeScheduler(
        present,
        lambda shape, occupants: lacking(shape, allocatable, occupants),
        {one.number: one for one in wanted},
    )
    for one in wanted:
        on_node.add(one)
    return on_node.result()
