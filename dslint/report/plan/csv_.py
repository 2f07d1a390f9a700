"""A plan as CSV: a row for every DaemonSet and node, the names of the JSON form as headings."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.outcomes import placement_of
from dslint.planner.placement.node_sets import places
from dslint.report.csv_rows import csv_text
from dslint.report.plan.overhead_csv import render_cost
from dslint.report.plan.view import PlanView, place_of

_HEADINGS = (
    "namespace",
    "name",
    "node",
    "outcome",
    "should_run",
    "should_continue_running",
    "codes",
    "subjects",
    "reasons",
    "place",
    "successor",
)


def render(view: PlanView) -> str:
    """RFC 4180 with line feeds; several reasons of one node are joined by semicolons.

    With --cost, the overhead table instead: one file holds one table.
    """
    if view.cost:
        return render_cost(view)
    return csv_text((_HEADINGS, *_rows(view)))


def _rows(view: PlanView) -> Iterator[tuple[str, ...]]:
    chosen = view.planned.index.every if view.chosen is None else view.chosen
    for workload in view.workloads:
        namespace, _, name = workload.key.partition("/")
        for place in places(chosen):
            placement = placement_of(view.planned, workload, place)
            yield (
                namespace,
                name,
                placement.node,
                placement.outcome,
                str(placement.should_run).lower(),
                str(placement.should_continue_running).lower(),
                ";".join(reason.code for reason in placement.reasons),
                ";".join(reason.subject for reason in placement.reasons),
                "; ".join(reason.text for reason in placement.reasons),
                place_of(workload, placement.reasons[0]) if placement.reasons else "",
                placement.successor or "",
            )
