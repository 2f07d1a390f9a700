"""The result of all pods on all nodes: one schedule per class of nodes that are scheduled alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from dslint.planner.placement.node_sets import set_of
from dslint.planner.scheduling.one_node import Schedule
from dslint.planner.values import Reason

ByClass = Mapping[int, tuple[Reason, ...]]
_MANY = 4
"""If a set has more than one node in this many, it is built from the values of all nodes."""


@dataclass(frozen=True)
class Scheduled:
    """`class_of` is the schedule number of every node."""

    schedules: tuple[Schedule, ...]
    class_of: Sequence[int]

    @property
    def across_nodes(self) -> bool:
        """Whether pods depend on pods of other nodes: then every node is its own class."""
        return isinstance(self.class_of, range)

    @cached_property
    def waiting(self) -> Mapping[int, ByClass]:
        """Return DaemonSet number -> class -> why its pod stays Pending there."""
        return _by_workload(schedule.waiting for schedule in self.schedules)

    @cached_property
    def refused(self) -> Mapping[int, ByClass]:
        """Return DaemonSet number -> class -> why the kubelet rejects its pod there."""
        return _by_workload(schedule.refused for schedule in self.schedules)

    def in_classes(self, chosen: Collection[int]) -> int:
        """Return the nodes of some classes."""
        if not chosen:
            return 0
        found = [self._places_of.get(number, ()) for number in chosen]
        if sum(map(len, found)) * _MANY < len(self.class_of):
            return set_of(chain.from_iterable(found), len(self.class_of))
        truth = bytearray(b"0" * len(self.schedules))
        for number in chosen:
            truth[number] = ord("1")
        return int(bytes(map(truth.__getitem__, reversed(self.class_of))), 2)

    @cached_property
    def _places_of(self) -> Mapping[int, Sequence[int]]:
        """Return class -> the numbers of its nodes."""
        found: dict[int, list[int]] = {}
        for place, number in enumerate(self.class_of):
            found.setdefault(number, []).append(place)
        return found


def _by_workload(schedules: Iterable[Mapping[int, tuple[Reason, ...]]]) -> dict[int, ByClass]:
    found: dict[int, dict[int, tuple[Reason, ...]]] = {}
    for number, schedule in enumerate(schedules):
        for workload, reasons in schedule.items():
            found.setdefault(workload, {})[number] = reasons
    return dict(found)
