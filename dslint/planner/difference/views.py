"""One side of a difference as views of its plan."""

from __future__ import annotations

from dslint.planner.difference.pairs import View
from dslint.planner.outcomes import decision_of, groups_of, trouble_of
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload


def views_of(planned: Planned) -> tuple[View, ...]:
    """Return every DaemonSet of a plan as one side of a pair."""
    return tuple(_view(planned, workload) for workload in planned.workloads)


def _view(planned: Planned, workload: Workload) -> View:
    trouble = trouble_of(planned, workload)
    troubled = trouble.pending | trouble.blocked
    why = [group for group in groups_of(planned, workload) if group.nodes & troubled] if troubled else []
    return View(
        key=workload.key,
        sourced=workload.source,
        stored=workload.manifest,
        wanted=decision_of(planned, workload),
        pending=trouble.pending,
        refused=trouble.blocked,
        held=planned.held_back(workload.number),
        requests=workload.shape.requests,
        why=tuple(why),
    )
