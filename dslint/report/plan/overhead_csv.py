"""The cost table of `--cost` as CSV: a row per resource of each DaemonSet on each pool and size."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.amounts import exact
from dslint.kubernetes.requests import Amounts
from dslint.planner.overhead.amounts import agent_requests, part_of
from dslint.planner.overhead.node_costs import known_part
from dslint.planner.overhead.per_node import Overhead, unplaced_of
from dslint.report.csv_rows import csv_text
from dslint.report.plan.overhead_text import nodes_words, pool_words
from dslint.report.plan.view import PlanView

HEADINGS = (
    "pool",
    "system",
    "nodes",
    "machine_types",
    "daemonset",
    "outcome",
    "resource",
    "amount",
    "allocatable",
    "percent",
)
ALL = "all"
"""The entry for all DaemonSets on a node together."""


def render_cost(view: PlanView) -> str:
    """RFC 4180 with line feeds; amounts are quantities of Kubernetes, percent is of allocatable."""
    return csv_text((HEADINGS, *_rows(view)))


def _rows(view: PlanView) -> Iterator[tuple[str, ...]]:
    for overhead in view.overheads:
        first = (
            pool_words(view, overhead),
            overhead.system,
            nodes_words(view, overhead),
            ";".join(overhead.machine.types),
        )
        for cells in _parts(view, overhead):
            yield (*first, *cells)


def _parts(view: PlanView, overhead: Overhead) -> Iterator[tuple[str, ...]]:
    yield from _amounts(overhead, ALL, "runs", overhead.requests)
    for number in overhead.agents:
        key = view.planned.workloads[number].key
        yield from _amounts(overhead, key, "runs", agent_requests(view.planned, number))
    for unplaced in unplaced_of(view.planned, overhead):
        key = view.planned.workloads[unplaced.number].key
        yield from _amounts(overhead, key, unplaced.outcome, agent_requests(view.planned, unplaced.number))


def _amounts(overhead: Overhead, who: str, outcome: str, requests: Amounts) -> Iterator[tuple[str, ...]]:
    room = known_part(overhead.machine.allocatable) or {}
    for name, number in sorted(requests.items()):
        part = part_of(room, name, number)
        yield (
            who,
            outcome,
            name,
            exact(name, number),
            exact(name, room[name]) if name in room else "",
            "" if part is None else f"{100 * part:.1f}",
        )
