"""A plan with a line per DaemonSet and node."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.notes import preemption_on
from dslint.planner.outcomes import placements_on
from dslint.planner.placement.node_sets import places
from dslint.report.layout import table
from dslint.report.plan.view import PlanView, place_of
from dslint.report.plan.whatif_text import before_plan

_HEADINGS = ("NAMESPACE", "NAME", "NODE", "OUTCOME", "WHY", "WHERE")


def render(view: PlanView) -> str:
    """A table; the reasons of one node are joined by semicolons."""
    rows = [_HEADINGS, *_rows(view)]
    return before_plan(view.steps, every=view.verbose) + "".join(f"{line}\n" for line in table(rows))


def _rows(view: PlanView) -> Iterator[tuple[str, ...]]:
    chosen = view.planned.index.every if view.chosen is None else view.chosen
    for workload in view.workloads:
        namespace, _, name = workload.key.partition("/")
        notes = view.notes[workload.number]
        for place, placement in zip(
            places(chosen), placements_on(view.planned, workload, chosen), strict=True
        ):
            said = preemption_on(notes, 1 << place) if notes else ()
            why = "; ".join([*(reason.text for reason in placement.reasons), *said])
            where = place_of(workload, placement.reasons[0]) if placement.reasons else ""
            outcome = "not here" if placement.outcome in ("keeps", "excluded") else placement.outcome
            yield namespace, name, placement.node, outcome, why, where
