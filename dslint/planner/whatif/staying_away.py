"""DaemonSets without a pod on new nodes, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.planner.outcomes import placement_of
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload

_ASKED = 200
"""The maximum number of new nodes that are checked one by one: others are like these."""


class Away(NamedTuple):
    """A DaemonSet without a pod on these new nodes, and the reasons in words."""

    daemonset: str
    nodes: tuple[str, ...]
    why: tuple[str, ...]


def staying_away(planned: Planned, new: Sequence[int]) -> tuple[Away, ...]:
    """Return every DaemonSet that does not run on the new nodes, once per set of reasons."""
    return tuple(away for workload in planned.workloads for away in _of(planned, workload, new))


def _of(planned: Planned, workload: Workload, new: Sequence[int]) -> Iterator[Away]:
    found: dict[tuple[str, ...], list[str]] = {}
    for place in new[:_ASKED]:
        placement = placement_of(planned, workload, place)
        if placement.outcome != "runs":
            why = tuple(reason.text for reason in placement.reasons)
            found.setdefault(why, []).append(placement.node)
    for why, names in found.items():
        yield Away(workload.key, tuple(names), why)
