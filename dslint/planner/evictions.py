"""Preemptions: pods of planned DaemonSets that take the room of pods of lower priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dslint.planner.plan import Planned
from dslint.values.remembered import remembered
from dslint.values.words import counted

_NAMED = 3
"""The maximum number of named preempted pods."""


class Eviction(NamedTuple):
    """Pods of one controller that one DaemonSet preempts.

    victim    `namespace/name` of the controller, or of the pod itself
    workload  the number of the victim where it is a planned DaemonSet, else -1
    nodes     where, as bits
    pods      how many pods on all of them
    """

    by: str
    victim: str
    workload: int
    nodes: int
    pods: int


@remembered
def evictions_of(planned: Planned) -> tuple[Eviction, ...]:
    """Return every pair of a DaemonSet and a controller that it preempts on existing nodes."""
    found: dict[tuple[str, str, int], list[int]] = {}
    for number, schedule in enumerate(planned.schedules):
        if not schedule.preempted:
            continue
        nodes = planned.in_classes([number]) & planned.there
        for preemption in schedule.preempted:
            victim = preemption.victim
            both = found.setdefault((preemption.by, victim.holder, victim.workload), [0, 0])
            both[0] |= nodes
            both[1] += nodes.bit_count()
    return tuple(Eviction(*pair, nodes, pods) for pair, (nodes, pods) in sorted(found.items()) if nodes)


def holders_words(holders: tuple[str, ...]) -> str:
    """`2 pods of app/big`, for the controllers of single pods."""
    numbers = Counter(holders)
    return victims_words(Eviction("", holder, -1, 0, number) for holder, number in numbers.items())


def victims_words(evictions: Iterable[Eviction]) -> str:
    """`2 pods of app/big and 1 pod of app/web`."""
    words = [f"{counted(eviction.pods, 'pod')} of {eviction.victim}" for eviction in evictions]
    left = len(words) - _NAMED
    if left > 0:
        return f"{', '.join(words[:_NAMED])} and those of {left} more"
    if not words:
        return ""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
