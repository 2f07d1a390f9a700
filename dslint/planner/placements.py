"""Every pair of DaemonSet and node of a plan, as the Python functions give them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dslint.planner.grid import Grid
from dslint.planner.outcomes import placement_of
from dslint.planner.plan import Planned
from dslint.planner.values import Placement
from dslint.planner.workload.workloads import Workload
from dslint.values.path import FieldPath
from dslint.values.span import Span

Locate = Callable[[Workload, FieldPath], Span | None]
"""Where a path of a DaemonSet's manifest lies in its file."""


class Placements(Grid[Placement]):
    """Every pair of DaemonSet and node, DaemonSet by DaemonSet; each is made when it is asked for."""

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
