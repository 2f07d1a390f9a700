"""A difference as one self-contained page: the table, and a folded block per DaemonSet.

The script builds the matrix of nodes and DaemonSets from the data; everything else is plain HTML and readable
without it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.difference.pairs import Pair
from dslint.planner.placement.node_words import where_words
from dslint.report.diff.cost_text import cost_words, crowded_words, smallest_words
from dslint.report.diff.view import (
    HEADINGS,
    DiffView,
    change_words,
    evicts_words,
    findings_elsewhere,
    findings_of,
    place_of,
    pool_words,
    selector_words,
)
from dslint.report.html.diff_data import diff_data
from dslint.report.html.markup import Markup, rows, tag, together
from dslint.report.html.page import page
from dslint.report.html.table_page import EMPTY, TABLE_SCRIPTS, page_head, table_section
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.summary import counts_of
from dslint.values.finding import Finding
from dslint.values.words import counted


def render(view: DiffView) -> str:
    """Return the page; it loads nothing. The same difference gives the same bytes."""
    title = f"{view.old} → {view.new}"
    data = diff_data(view)
    parts = (*page_head(title, _lead(view)), tag("main", *_sections(view, has_matrix=data is not None)))
    return page(f"dslint diff: {title}", together(parts), data or EMPTY, TABLE_SCRIPTS)


def _sections(view: DiffView, *, has_matrix: bool) -> Iterator[Markup]:
    yield _table(view)
    if has_matrix:
        without = "The matrix needs JavaScript. The text below also says what changes for each DaemonSet."
        yield table_section("Nodes and DaemonSets", without)
    if view.changed:
        yield tag("h2", "DaemonSet by DaemonSet")
    yield from (_block(pair, view) for pair in view.changed)
    yield from (tag("p", f"{change.daemonset} on {pool_words(change)}") for change in view.pools)
    yield from (tag("p", words) for words in smallest_words(view.comparison))
    for finding in findings_elsewhere(view):
        yield from _finding(finding, None)
    yield from _assumed(view)


def _lead(view: DiffView) -> str:
    nodes = f"; {view.nodes_words}" if view.has_nodes else ""
    what = f"{len(view.changed)} of {counted(len(view.comparison.pairs), 'DaemonSet')} change{nodes}"
    return f"{what}, Kubernetes {view.report.kubernetes}. {counts_of(view.report)}."


def _table(view: DiffView) -> Markup:
    head = tag("thead", rows("th", (cell.lower() for cell in HEADINGS), scope="col"))
    lines = (rows("td", view.row(pair)) for pair in view.changed)
    return tag("div", tag("table", head, tag("tbody", *lines)), class_="wide")


def _block(pair: Pair, view: DiffView) -> Markup:
    findings = [
        finding
        for finding in findings_of(pair, view.report)
        if finding.rule != "pods-restarted" or finding.severity == "warning"
    ]
    lines = [line for finding in findings for line in _finding(finding, pair)]
    if not pair.refused:
        lines += [*_fields(pair), *_nodes(pair, view)]
    opened = "" if any(finding.severity == "error" for finding in findings) else None
    return tag("details", tag("summary", tag("code", pair.key)), *lines, open=opened)


def _finding(finding: Finding, pair: Pair | None) -> Iterator[Markup]:
    place = f"{finding.file}:{finding.span.line}" if finding.span is not None else finding.file
    head = tag("span", f"{finding.severity} {finding.rule}", class_=f"severity {finding.severity}")
    yield tag("p", head, " ", finding.message, " ", tag("span", place, class_="place"))
    if finding.rule == "selector-changed" and pair is not None:
        for sign, side in (("-", pair.old), ("+", pair.new)):
            if side is not None:
                yield tag("p", tag("code", f"{sign} {selector_words(side.sourced.manifest.data)}"))
    follows = [
        (name, words) for name, words in (("result", finding.result), ("write", finding.write)) if words
    ]
    yield tag("dl", *(piece for name, words in follows for piece in (tag("dt", name), tag("dd", words))))


def _fields(pair: Pair) -> Iterator[Markup]:
    for change in pair.fields:
        file, line, _ = place_of(change, pair)
        place = tag("span", f"{file}:{line}", class_="place")
        yield tag("p", tag("code", change.label), ": ", tag("code", change_words(change)), " ", place)


def _nodes(pair: Pair, view: DiffView) -> Iterator[Markup]:
    yield from (tag("p", f"cost: {words}") for words in cost_words(pair, view.comparison))
    if not view.has_nodes:
        return
    for label, nodes in (("gained", pair.gained), ("lost", pair.lost), ("deleted", pair.removed)):
        if nodes:
            shown = where_words(view.comparison.node_index, nodes)
            yield tag("p", f"{label} {counted(nodes.bit_count(), 'node')}: {shown}")
    for words in evicts_words(pair, view.comparison):
        yield tag("p", f"evicts {words}")
    for words in crowded_words(pair, view.comparison):
        yield tag("p", f"no longer fits: {words}")
    if pair.forecast is not None:
        yield tag("p", f"rollout: {rollout_words(pair.forecast)}")


def _assumed(view: DiffView) -> Iterator[Markup]:
    return (tag("p", f"Assumed: {assumption}") for assumption in view.assumptions)
