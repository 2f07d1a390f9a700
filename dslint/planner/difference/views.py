"""One side of a difference: what was planned, as views."""

from __future__ import annotations

from dslint.planner.difference.pairs import View
from dslint.planner.outcomes import decision_of, trouble_of
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload


def views_of(planned: Planned) -> tuple[View, ...]:
    """Every DaemonSet of a plan as one side of a pair."""
    return tuple(_view(planned, workload) for workload in planned.workloads)


def _view(planned: Planned, workload: Workload) -> View:
    trouble = trouble_of(planned, workload)
    decision = decision_of(planned, workload)
    return View(workload.key, workload.source, workload.manifest, decision, trouble.pending, trouble.blocked)
