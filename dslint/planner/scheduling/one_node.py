"""Schedule all pods of one node: which are bound, which wait and why, and which are preempted.

The DaemonSets are created one after the other, in the order of the input. A pod that does not fit may preempt
pods of lower priority. Then waiting pods are retried, the highest priority first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import Allocatable
from dslint.planner.scheduling.node_load import (
    PODS,
    Fits,
    Holders,
    Lacking,
    Load,
    Occupant,
    lacking,
    missing_room,
    victims,
)
from dslint.planner.values import Reason
from dslint.planner.workload.podshape import PodShape


class Preemption(NamedTuple):
    """A preempted pod, and the pod that replaces it."""

    victim: Occupant
    by: str


class Schedule(NamedTuple):
    """The result for the pods wanted on one node.

    waiting    DaemonSet number -> why its pod stays Pending (never empty)
    refused    DaemonSet number -> why the kubelet turns the pod away that names its node itself
    preempted  in the order in which it happens
    races      numbers of DaemonSets for which another order of creation would end otherwise
    """

    waiting: Mapping[int, tuple[Reason, ...]] = {}
    refused: Mapping[int, tuple[Reason, ...]] = {}
    preempted: tuple[Preemption, ...] = ()
    races: frozenset[int] = frozenset()


class Lacks(Mapping[int, "tuple[Reason, ...]"]):
    """The waiting pods and their reasons, which are computed on request.

    Most classes of nodes are never queried: it is enough to know that a pod waits there.
    """

    def __init__(
        self, numbers: Collection[int], reasons: Callable[[], Mapping[int, tuple[Reason, ...]]]
    ) -> None:
        self._numbers = numbers
        self._work_out = reasons
        self._found: Mapping[int, tuple[Reason, ...]] | None = None

    def __getitem__(self, number: int) -> tuple[Reason, ...]:
        if self._found is None:
            self._found = self._work_out()
        return self._found[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, number: object) -> bool:
        return number in self._numbers


class Wanted(NamedTuple):
    """One pod to place: the number and name of its DaemonSet, and its shape.

    turned_away  why the kubelet rejects the pod once it is scheduled, if it does
    definition   0 for the last definition of its name, else which of the others this is
    """

    number: int
    name: str
    shape: PodShape
    turned_away: tuple[Reason, ...] = ()
    definition: int = 0

    def occupant(self) -> Occupant:
        """Return the pod as a user of resources."""
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
            claims=tuple(claim.key for claim in shape.sole_claims),
        )


class NodeScheduler:
    """The pods of one node while they are being scheduled.

    `lacks` returns what a pod would lack beside some pods. `fits`, if given, says whether it fits beside the
    bound pods, which is asked far more often.
    """

    def __init__(
        self,
        occupants: Iterable[Occupant],
        lacks: Lacking,
        pods: Mapping[int, Wanted],
        fits: Fits | None = None,
    ) -> None:
        self.load = Load(occupants)
        self.lacks = lacks
        self.fits = fits or (lambda shape, load: not lacks(shape, load))
        self.pods = pods
        self.waiting: set[int] = set()
        self.refused: dict[int, tuple[Reason, ...]] = {}
        self.preempted: list[Preemption] = []

    @property
    def bound(self) -> Sequence[Occupant]:
        """Return the bound pods."""
        return self.load.occupants

    def add(self, wanted: Wanted) -> None:
        """Add a new pod."""
        if wanted.shape.assigned:
            self._assign(wanted)
        elif self._place(wanted):
            self.retry()

    def _assign(self, wanted: Wanted) -> None:
        """Assign a pod without the scheduler; the kubelet checks it again on arrival."""
        if not self.fits(wanted.shape, self.load):
            self.refused[wanted.number] = self.lacks(wanted.shape, self.load)
        else:
            self._bind(wanted)

    def retry(self, only: Collection[int] | None = None) -> None:
        """Retry waiting pods, the highest priority first, as long as one of them fits.

        With `only`, no others are retried unless one of these preempts pods, which frees room.
        """
        moved = True
        while moved:
            moved = False
            for number in sorted(
                self.waiting if only is None else self.waiting.intersection(only),
                key=lambda waiting_number: (-self.pods[waiting_number].shape.priority, waiting_number),
            ):
                if number in self.waiting:
                    if self._place(self.pods[number]):
                        only = None
                    moved = moved or number not in self.waiting

    def _place(self, wanted: Wanted) -> bool:
        """Bind a pod or let it wait; return whether it preempted others."""
        if self.fits(wanted.shape, self.load):
            self._bind(wanted)
            return False
        may_push = wanted.shape.preempts and wanted.shape.priority > self.load.lowest_priority
        going = victims(wanted.shape, self.load, self.fits) if may_push else None
        if going is None:
            self.waiting.add(wanted.number)
            return False
        self.load = self.load.without(going)
        self._bind(wanted)
        for victim in going:
            self.preempted.append(Preemption(victim, wanted.name))
            if victim.workload >= 0:
                self.waiting.add(victim.workload)
        return True

    def _bind(self, wanted: Wanted) -> None:
        self.waiting.discard(wanted.number)
        if wanted.turned_away:
            self.refused[wanted.number] = wanted.turned_away  # and its room is free again
        else:
            self.load.add(wanted.occupant())

    def result(self) -> Schedule:
        """Return the result of all pods; waiting pods include what they lack in the end."""
        waiting = {number: self.lacks(self.pods[number].shape, self.load) for number in sorted(self.waiting)}
        return Schedule(waiting, self.refused, tuple(self.preempted), frozenset(self._races()))

    def _races(self) -> Iterator[int]:
        """Return the pods that wait only because one of equal priority came first."""
        others: dict[int, Load] = {}
        for number in self.waiting:
            shape = self.pods[number].shape
            load = others.get(shape.priority)
            if load is None:
                equals = [pod for pod in self.bound if pod.workload >= 0 and pod.priority == shape.priority]
                load = others[shape.priority] = self.load.without(equals)
            if len(load.occupants) < len(self.bound) and self.fits(shape, load):
                yield number


def schedule(
    allocatable: Allocatable | None, present: Sequence[Occupant], wanted: Sequence[Wanted]
) -> Schedule:
    """Schedule the pods wanted on one node if no other node matters."""
    if allocatable is not None and _only_room_matters(present, wanted):
        return _in_order(allocatable, present, wanted)
    on_node = NodeScheduler(
        present,
        lambda shape, load: lacking(shape, allocatable, load),
        {pod.number: pod for pod in wanted},
        lambda shape, load: load.has_room_for(shape, allocatable),
    )
    for pod in wanted:
        on_node.add(pod)
    return on_node.result()


def _only_room_matters(present: Sequence[Occupant], wanted: Sequence[Wanted]) -> bool:
    """Whether all priorities are equal, no existing one is lower, and no ports, claims or node matter."""
    if not wanted:
        return False
    priority = wanted[0].shape.priority
    return not any(occupant.priority < priority for occupant in present) and not any(
        pod.shape.ports
        or pod.shape.sole_claims
        or pod.shape.assigned
        or pod.turned_away
        or pod.shape.priority != priority
        for pod in wanted
    )


def _in_order(allocatable: Allocatable, present: Sequence[Occupant], wanted: Sequence[Wanted]) -> Schedule:
    """Do the same as NodeScheduler if only room matters, which applies to most nodes."""
    load = Load(present)
    used = dict(load.used)
    pods, slots = len(present), allocatable.get(PODS, 0)
    waiting: list[Wanted] = []
    for pod in wanted:
        requests = pod.shape.requests
        if pods < slots and _covers(allocatable, used, requests):
            pods += 1
            for name, amount in requests.items():
                used[name] = used.get(name, 0) + amount
        else:
            waiting.append(pod)
    if not waiting:
        return Schedule()
    left = {pod.number: pod.shape for pod in waiting}

    def lack() -> dict[int, tuple[Reason, ...]]:
        beside = Holders(
            [
                *((pod.holder, pod.requests) for pod in present),
                *((pod.name, pod.shape.requests) for pod in wanted if pod.number not in left),
            ]
        )
        return {
            number: tuple(missing_room(shape, allocatable, used, beside)) for number, shape in left.items()
        }

    came_first = pods > len(present)
    races = (pod.number for pod in waiting if came_first and load.has_room_for(pod.shape, allocatable))
    return Schedule(Lacks(left, lack), races=frozenset(races))


def _covers(allocatable: Allocatable, used: Amounts, requests: Amounts) -> bool:
    for name, amount in requests.items():  # noqa: SIM110 - this is asked most often of all: no generator
        if used.get(name, 0) + amount > allocatable.get(name, 0):
            return False
    return True
