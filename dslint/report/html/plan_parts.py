"""The plain HTML parts of the HTML report: DaemonSets in words, findings, assumptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dslint.planner.highlights import MOST
from dslint.planner.outcomes import Group
from dslint.planner.placement.node_words import named, where_words
from dslint.planner.workload.workloads import Workload
from dslint.reader.lines import lines_of
from dslint.report.findings.excerpt import excerpt
from dslint.report.html.marks import SYMBOLS, outcome_class
from dslint.report.html.markup import Markup, rows, tag
from dslint.report.plan.blocks import told_groups
from dslint.report.plan.cost_text import requests_words
from dslint.report.plan.how_to_run_there import to_run_there
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.plan.view import SHOWN_AS, PlanView, place_of, span_of, strategy_words
from dslint.values.finding import Finding, Report
from dslint.values.words import counted

_MOST_GROUPS = 12
_MOST_LINES = 200
_CARET = re.compile(r" *\| *\^")


def outcome_mark(word: str) -> Markup:
    """Return an outcome as symbol and word; the class sets the color."""
    return tag("span", f"{SYMBOLS[word]} {word}", class_=f"outcome {outcome_class(word)}")


def first_section(lines: Sequence[Markup]) -> Markup:
    """Return `Look at this first`: the worst lines, with the others folded."""
    more = None
    if len(lines) > MOST:
        items = (tag("li", line) for line in lines[MOST:_MOST_LINES])
        left = len(lines) - _MOST_LINES
        rest = tag("p", f"and {left} more: -o text --verbose") if left > 0 else None
        more = tag("details", tag("summary", f"and {len(lines) - MOST} more"), tag("ul", *items), rest)
    items = (tag("li", line) for line in lines[:MOST])
    return tag("section", tag("h2", "Look at this first"), tag("ol", *items), more, id="first")


def daemonsets(view: PlanView) -> Markup | None:
    """Return every DaemonSet, folded: its nodes in groups with the reasons, and its rollout."""
    if not view.workloads:
        return None
    blocks = (_daemonset(view, workload) for workload in view.workloads)
    return tag("section", tag("h2", "DaemonSet by DaemonSet"), *blocks, id="daemonsets")


def _daemonset(view: PlanView, workload: Workload) -> Markup:
    counts = view.counts(workload)
    numbers = [f"{view.desired(workload)} wanted", f"{counts['runs']} will run"]
    numbers += [f"{counts[word]} {word}" for word in ("pending", "blocked") if counts[word]]
    refused = tag("strong", "rejected by the server", class_="refused") if workload.refused else None
    head = tag("summary", tag("b", workload.key), " ", tag("span", ", ".join(numbers)), " ", refused)
    return tag(
        "details", head, _facts(view, workload), _groups(view, workload), id=f"daemonset-{workload.number}"
    )


def _facts(view: PlanView, workload: Workload) -> Markup:
    facts = [
        ("manifest", f"{workload.source.file}:{span_of(workload, ()).line}"),
        ("node selector", workload.labels_wanted),
        ("asks for", requests_words(workload.shape.requests)),
        ("update", strategy_words(workload)),
    ]
    if view.desired(workload):
        facts.append(("rollout", rollout_words(view.update(workload).forecast)))
    return tag("dl", *(piece for name, words in facts for piece in (tag("dt", name), tag("dd", words))))


def _groups(view: PlanView, workload: Workload) -> Markup:
    groups = told_groups(view.groups[workload.number])
    head = tag("thead", rows("th", ("outcome", "nodes", "which", "why"), scope="col"))
    body = tag("tbody", *(_group(view, workload, group) for group in groups[:_MOST_GROUPS]))
    left = groups[_MOST_GROUPS:]
    more = None
    if left:
        nodes = sum(group.size for group in left)
        more = tag("p", f"{counted(len(left), 'more group')} with {nodes} nodes: see the matrix, or -o wide.")
    return tag("div", tag("table", head, body), more, class_="wide groups")


def _group(view: PlanView, workload: Workload, group: Group) -> Markup:
    there = group.nodes & view.planned.there
    models = group.nodes & ~view.planned.there
    names = [where_words(view.planned.index, there)] if there else []
    names += [f"{named(view.planned.index, models)} (0 nodes now)"] if models else []
    return tag(
        "tr",
        tag("td", outcome_mark(SHOWN_AS[group.outcome])),
        tag("td", str(there.bit_count()), class_="number"),
        tag("td", ", ".join(names)),
        tag("td", *_why(workload, group)),
    )


def _why(workload: Workload, group: Group) -> Iterator[Markup]:
    for reason in group.reasons:
        yield tag("p", reason.text, " ", tag("span", place_of(workload, reason), class_="place"))
    lines = list(to_run_there(group))
    if lines:
        yield tag("p", lines[0])
        yield tag("pre", "\n".join(line.strip() for line in lines[1:]))


def findings(report: Report) -> Markup | None:
    """Return every finding with its excerpt, folded."""
    if not report.findings:
        return None
    lines = {file: lines_of(text) for file, text in report.texts}
    blocks = (_finding(finding, lines.get(finding.file)) for finding in report.findings)
    return tag("section", tag("h2", "Findings"), *blocks, id="findings")


def _finding(finding: Finding, written: Sequence[str] | None) -> Markup:
    span = finding.span
    place = finding.file if span is None else f"{finding.file}:{span.line}:{span.column}"
    lines = excerpt(finding, written) if written is not None else []
    head = tag(
        "summary",
        tag("span", finding.severity, class_=f"severity {finding.severity}"),
        " ",
        tag("b", finding.message),
        " ",
        tag("span", f"{finding.rule} · {place}", class_="place"),
    )
    return tag(
        "details",
        head,
        excerpt_block(lines) if lines else None,
        tag("dl", *_follows(finding)),
    )


def _follows(finding: Finding) -> Iterator[Markup]:
    if finding.result:
        yield tag("dt", "result")
        yield tag("dd", finding.result)
    if finding.write:
        yield tag("dt", "write")
        yield tag("dd", tag("pre", finding.write))


def excerpt_block(lines: Sequence[str]) -> Markup:
    """Return lines of a manifest; lines with carets have their own color."""
    return tag("pre", *(tag("span", f"{line}\n", class_=_class_of(line)) for line in lines))


def _class_of(line: str) -> str | None:
    return "caret" if _CARET.match(line) else None


def assumed(view: PlanView) -> Markup | None:
    """Return the assumptions."""
    if not view.assumptions:
        return None
    items = (tag("li", words) for words in view.assumptions)
    return tag("section", tag("h2", "Assumed"), tag("ul", *items), id="assumed")
