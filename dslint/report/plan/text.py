"""A plan as text: a table in the style of kubectl, the highlights, then each DaemonSet."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.cost import Cost, costs_of
from dslint.planner.expectations.collect import RULE as EXPECTATION
from dslint.planner.highlights import MOST, highlights
from dslint.planner.placement.node_words import where_words
from dslint.planner.workload.workloads import Workload
from dslint.report.findings.compact import line
from dslint.report.layout import fitted, table, wrapped
from dslint.report.plan.blocks import block
from dslint.report.plan.cost_text import cost_parts, size_words, together_words
from dslint.report.plan.one_node import node_blocks
from dslint.report.plan.overhead_text import overhead_lines
from dslint.report.plan.room_text import room_sentences
from dslint.report.plan.view import PlanView, strategy_words, title_words
from dslint.report.plan.whatif_text import before_plan

_HEADINGS = ("NAMESPACE", "NAME", "DESIRED", "WILL RUN", "PENDING", "BLOCKED", "NODE SELECTOR", "UPDATE")
_BLOCKED = _HEADINGS.index("BLOCKED")
_NUMBERS = frozenset({2, 3, 4, _BLOCKED})
_INDENT = 16
_SELECTOR = _HEADINGS.index("NODE SELECTOR")


def render(view: PlanView) -> str:
    """Return the whole text, after the effects of the what-if steps."""
    return before_plan(view.steps, every=view.verbose) + "".join(f"{row.rstrip()}\n" for row in _lines(view))


def _lines(view: PlanView) -> Iterator[str]:
    yield from wrapped(title_words(view), 0)
    if not view.workloads:
        yield from _findings(view)
        return
    yield ""
    yield from _table(view)
    if view.chosen is not None:
        yield from node_blocks(view)
        if view.cost:
            yield from ("", *overhead_lines(view))
        return
    first = highlights(view.planned, view.groups, view.only)
    if first:
        yield ""
        yield "Look at this first"
        for number, words in enumerate(first, 1):
            head, *more = wrapped(words, 5)
            yield f"  {number if number <= MOST else ' '}  {head.lstrip()}"
            yield from more
    for workload in view.workloads:
        yield ""
        yield from block(view, workload)
    yield from _findings(view)
    yield ""
    yield from _closing(view)


def _findings(view: PlanView) -> Iterator[str]:
    if view.report.findings:
        yield ""
    for finding in view.report.findings:
        yield line(finding)
        # The result of other findings is already in the block of the DaemonSet above.
        if finding.rule == EXPECTATION:
            yield from _labelled("  result", finding.result)
        elif finding.write:
            yield from _labelled("  write", finding.write)


def _table(view: PlanView) -> Iterator[str]:
    rows = [_row(view, workload) for workload in view.workloads]
    columns = [number for number in range(len(_HEADINGS)) if number != _BLOCKED]
    if any(row[_BLOCKED] != "0" for row in rows):
        columns = list(range(len(_HEADINGS)))
    numbers = frozenset(place for place, number in enumerate(columns) if number in _NUMBERS)
    cells = [[row[number] for number in columns] for row in (_HEADINGS, *rows)]
    yield from table(fitted(cells, columns.index(_SELECTOR)), numbers)


def _row(view: PlanView, workload: Workload) -> tuple[str, ...]:
    counts = view.counts(workload)
    namespace, _, name = workload.key.partition("/")
    numbers = (view.desired(workload), counts["runs"], counts["pending"], counts["blocked"])
    return (namespace, name, *map(str, numbers), workload.labels_wanted, strategy_words(workload))


def _closing(view: PlanView) -> Iterator[str]:
    if view.cost:
        yield from (*overhead_lines(view), "")
    costs = costs_of(view.planned) if not view.cost else ()
    shown_costs = costs if view.verbose else costs[:1]
    for number, cost in enumerate(shown_costs):
        label = "cost per node" if not number else ""
        more = "" if view.verbose or len(costs) == 1 else "; others: --cost"
        yield from _labelled(label, _cost(view, cost) + more)
    yield from _labelled("all on one", together_words(view.planned))
    for number, words in enumerate(room_sentences(view)):
        yield from _labelled("room" if not number else "", words)
    for number, words in enumerate(view.assumptions):
        yield from _labelled("assumed" if not number else "", words)
    node = _an_unlucky_node(view)
    if node:
        yield from _labelled("one node", f"{view.command} --node {node}")


def _cost(view: PlanView, cost: Cost) -> str:
    sizes = size_words(cost.allocatable)
    where = where_words(view.planned.index, cost.nodes)
    return f"{where}{f' ({sizes})' if sizes else ''}: {', '.join(cost_parts(cost))}"


def _an_unlucky_node(view: PlanView) -> str:
    """Return a node that a DaemonSet does not reach, as an example for --node."""
    for workload in view.workloads:
        for group in view.groups[workload.number]:
            nodes = group.nodes & view.planned.there
            if group.outcome != "runs" and nodes:
                return view.names(nodes & -nodes)[0]
    return ""


def _labelled(label: str, words: str) -> Iterator[str]:
    lines = (row for words_of_line in words.splitlines() for row in wrapped(words_of_line, _INDENT))
    for number, text in enumerate(lines):
        yield text if number else f"{label:<{_INDENT}}{text.lstrip()}"
