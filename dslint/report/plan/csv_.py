"""A plan as CSV: a row per DaemonSet and node, with the names of the JSON format as headings."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.highlights import all_highlights
from dslint.planner.outcomes import placements_on
from dslint.planner.placement.node_pools import pools_of
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
    "pool",
)


def render(view: PlanView) -> str:
    """RFC 4180 with line feeds; several reasons of one node are joined by semicolons.

    Rows without a node come last: highlights (`highlight`), notes on a DaemonSet (`note`) and assumptions
    (`assumed`), each in the column `outcome`, with the text under `reasons`.

    With --cost, it prints the cost table instead: one file holds one table.
    """
    if view.cost:
        return render_cost(view)
    return csv_text((_HEADINGS, *_rows(view), *_said(view)))


def _rows(view: PlanView) -> Iterator[tuple[str, ...]]:
    chosen = view.planned.index.every if view.chosen is None else view.chosen
    pools = pools_of(view.planned.index)
    for workload in view.workloads:
        namespace, _, name = workload.key.partition("/")
        for place, placement in zip(
            places(chosen), placements_on(view.planned, workload, chosen), strict=True
        ):
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
                pools.name_at(place),
            )


def _said(view: PlanView) -> Iterator[tuple[str, ...]]:
    """Return the rows without a node."""
    for highlight in all_highlights(view.planned, view.groups, view.only):
        yield _sentence("", "", "highlight", highlight.kind, highlight.words)
    for workload in view.workloads:
        namespace, _, name = workload.key.partition("/")
        for note in view.notes[workload.number]:
            yield _sentence(namespace, name, "note", note.code, note.words)
    for words in view.assumptions:
        yield _sentence("", "", "assumed", "", words)


def _sentence(namespace: str, name: str, outcome: str, code: str, words: str) -> tuple[str, ...]:
    return (namespace, name, "", outcome, "", "", code, "", words, "", "", "")
