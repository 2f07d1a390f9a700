"""Several definitions of one DaemonSet: a cluster has only one, so each is scheduled without the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from dslint.planner.scheduling.one_node import Schedule, Wanted
from dslint.planner.values import Reason

Item = TypeVar("Item")
_MOST_TRIED = 16
"""From this definition on, each is scheduled without other DaemonSets, so that the cost stays linear."""


def have_rivals(pods: Iterable[Wanted]) -> bool:
    """Whether a DaemonSet has several definitions."""
    return any(pod.definition for pod in pods)


def rounds(pods: Sequence[tuple[Wanted, Item]]) -> Iterator[tuple[frozenset[int], list[tuple[Wanted, Item]]]]:
    """Yield the pods to schedule together, and the numbers of the DaemonSets that this decides.

    The first round has the last definition of everything. Every other round replaces the last definition of a
    name with another one.
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
    """Join the results of all pods of one node: from each round, only those that it decides.

    Preempted pods are those of the first round, because only it can happen in a cluster.
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
