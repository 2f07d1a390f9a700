"""Several definitions of one DaemonSet: a cluster has only one, so each is scheduled without the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from dslint.planner.scheduling.one_node import Schedule, Wanted
from dslint.planner.values import Reason

Item = TypeVar("Item")
_MOST_TRIED = 16
"""From this definition on, one is scheduled without the other DaemonSets, so that cost stays linear."""


def have_rivals(pods: Iterable[Wanted]) -> bool:
    """Whether some DaemonSet is defined more than once."""
    return any(pod.definition for pod in pods)


def rounds(pods: Sequence[tuple[Wanted, Item]]) -> Iterator[tuple[frozenset[int], list[tuple[Wanted, Item]]]]:
    """Which pods to schedule together, and the numbers of the DaemonSets whose fate that decides.

    First the last definition of everything; then every other one in place of the last one of its name.
    """
    last = [entry for entry in pods if not entry[0].definition]
    yield frozenset(pod.number for pod, _ in last), last
    others: dict[int, list[tuple[Wanted, Item]]] = {}
    for entry in pods:
        if entry[0].definition:
            others.setdefault(entry[0].definition, []).append(entry)
    for definition, group in sorted(others.items()):
        numbers = frozenset(pod.number for pod, _ in group)
        yield numbers, _in_place(pods, group, numbers) if definition < _MOST_TRIED else group


def _in_place(
    pods: Sequence[tuple[Wanted, Item]], group: Sequence[tuple[Wanted, Item]], numbers: frozenset[int]
) -> list[tuple[Wanted, Item]]:
    names = {pod.name for pod, _ in group}
    return [
        entry
        for entry in pods
        if entry[0].number in numbers or (not entry[0].definition and entry[0].name not in names)
    ]


def joined(schedules: Sequence[tuple[Collection[int], Schedule]]) -> Schedule:
    """What became of all pods of one node: of each round, only of those that it decides.

    Pods that are pushed off are those of the first round: that is what a cluster can have.
    """
    if len(schedules) == 1:
        return schedules[0][1]
    waiting: dict[int, tuple[Reason, ...]] = {}
    refused: dict[int, tuple[Reason, ...]] = {}
    races: set[int] = set()
    for numbers, schedule in schedules:
        waiting |= {number: reasons for number, reasons in schedule.waiting.items() if number in numbers}
        refused |= {number: reasons for number, reasons in schedule.refused.items() if number in numbers}
        races |= schedule.races & frozenset(numbers)
    return Schedule(waiting, refused, schedules[0][1].preempted, frozenset(races))
