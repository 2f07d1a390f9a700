"""A plan as a comment on a pull request: the highlights, one table, and the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

from dslint.planner.cost import Cost, costs_of
from dslint.planner.highlights import MOST, highlights
from dslint.planner.outcomes import Group
from dslint.planner.placement.node_words import named, where_words
from dslint.planner.workload.workloads import Workload
from dslint.report.markdown_text import code, plain
from dslint.report.plan.blocks import told_groups
from dslint.report.plan.cost_text import cost_parts, size_words, together_words
from dslint.report.plan.how_to_run_there import to_run_there
from dslint.report.plan.overhead_text import overhead_rows, unplaced_sentences, who_asks
from dslint.report.plan.pools import pool_sentences
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.plan.room_text import room_sentences, smallest_sentences
from dslint.report.plan.view import SHOWN_AS, PlanView, place_of, strategy_words, title_words
from dslint.report.plan.whatif_text import render as steps_text
from dslint.report.summary import counts_of
from dslint.values.finding import Finding
from dslint.values.words import counted

_MOST_ROWS = 40
"""The maximum number of DaemonSets; GitHub accepts at most 65,536 characters in a comment."""
_MOST_FOLDED = 30_000
"""The maximum number of characters in all folded DaemonSets; later ones are only in the table."""
_MOST_GROUPS = 6
_MOST_FINDINGS = 20
_MOST_COSTS = 5


MARKER = "<!-- dslint plan -->\n"
"""The first line, by which a program finds its earlier comment."""


def render(view: PlanView) -> str:
    """Return the whole comment, after the effects of the what-if steps."""
    parts = [f"```\n{steps_text(view.steps, every=view.verbose)}```\n"] if view.steps else []
    parts += [f"**dslint:** {plain(title_words(view))}. {counts_of(view.report).capitalize()}.\n"]
    if view.workloads:
        parts += [_first(view), _table(view), _findings(view.report.findings)]
        parts += [_cost_table(view), *_folded(view)]
        parts.append(_rest(view))
    return MARKER + "\n".join(part for part in parts if part)


def _first(view: PlanView) -> str:
    found = highlights(view.planned, view.groups, view.only)
    return "".join(
        f"{number}. {plain(words)}\n" if number <= MOST else f"\n{plain(words)}\n"
        for number, words in enumerate(found, 1)
    )


def _table(view: PlanView) -> str:
    workloads = view.workloads
    head = ("DaemonSet", "wanted", "will run", "pending", "blocked", "not here", "update")
    lines = [_row(head), _row(["---", *["--:"] * 5, "---"])]
    lines += [_row(_cells(view, workload)) for workload in workloads[:_MOST_ROWS]]
    left = len(workloads) - _MOST_ROWS
    return "".join(lines) + (f"\nand {left} more\n" if left > 0 else "")


def _cells(view: PlanView, workload: Workload) -> Iterator[str]:
    counts = view.counts(workload)
    yield code(workload.key) + (" **refused**" if workload.refused else "")
    yield f"{view.desired(workload)}"
    yield f"{counts['runs']}"
    yield from (f"**{number}**" if number else "0" for number in (counts["pending"], counts["blocked"]))
    yield f"{counts['keeps'] + counts['excluded']}"
    yield plain(strategy_words(workload))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    lines = [_finding(finding) for finding in findings[:_MOST_FINDINGS]]
    left = len(findings) - _MOST_FINDINGS
    lines += [f"- and {left} more\n"] if left > 0 else []
    return _fold(f"{counted(len(findings), 'finding')}", lines)


def _finding(finding: Finding) -> str:
    span = finding.span
    place = finding.file if span is None else f"{finding.file}:{span.line}:{span.column}"
    result = f" {plain(finding.result)}" if finding.result else ""
    return f"- **{finding.severity}** {code(finding.rule)} {code(place)}: {plain(finding.message)}.{result}\n"


def _folded(view: PlanView) -> Iterator[str]:
    """Return a block per DaemonSet, as far as a comment has room."""
    room = _MOST_FOLDED
    for number, workload in enumerate(view.workloads[:_MOST_ROWS]):
        block = _block(view, workload)
        room -= len(block)
        if room < 0:
            left = len(view.workloads) - number
            yield f"{counted(left, 'more DaemonSet')}: `-o html` or `-o text` has the reasons.\n"
            return
        yield block


def _block(view: PlanView, workload: Workload) -> str:
    groups = told_groups(view.node_groups(workload))
    lines = [line for group in groups[:_MOST_GROUPS] for line in _group(view, workload, group)]
    left = groups[_MOST_GROUPS:]
    if left:
        nodes = sum(group.size for group in left)
        lines.append(f"- {counted(len(left), 'more group')} with {counted(nodes, 'node')}\n")
    lines += [f"- {plain(line)}\n" for line in pool_sentences(view, workload)]
    lines += [f"- note: {plain(note.words)}\n" for note in view.notes[workload.number]]
    if view.desired(workload):
        lines.append(f"- rollout: {plain(rollout_words(view.update(workload).forecast))}\n")
    return _fold(workload.key, lines)


def _group(view: PlanView, workload: Workload, group: Group) -> Iterator[str]:
    there = group.nodes & view.planned.there
    where = f"{there.bit_count()}" if there else "0 now"
    index = view.planned.index
    names = plain(where_words(index, there) if there else named(index, group.nodes))
    reasons = "; ".join(
        f"{plain(reason.text)} ({code(place_of(workload, reason))})" for reason in group.reasons
    )
    why = f": {reasons}" if reasons else ""
    yield f"- **{SHOWN_AS[group.outcome]}** on {where}: {names}{why}\n"
    lines = list(to_run_there(group))
    if lines:
        words, *tolerations = lines
        yield f"  <br>{words} {', '.join(code(line.strip()) for line in tolerations)}\n"


def _cost_table(view: PlanView) -> str:
    """Return the cost table with the requests of each DaemonSet below; empty without --cost."""
    if not view.cost:
        return ""
    head, *body = overhead_rows(view)
    lines = [_row(cell.lower() for cell in head), _row(["---"] * len(head))]
    lines += [_row(map(plain, row)) for row in body[:_MOST_ROWS]]
    lines += [f"\nand {counted(len(body) - _MOST_ROWS, 'more row')}\n"] if len(body) > _MOST_ROWS else []
    agents = who_asks(view)
    told = [f"- {code(who.key)}: {plain(who.asks)} on {plain(who.pools)}\n" for who in agents[:_MOST_ROWS]]
    told += [f"- and {len(agents) - _MOST_ROWS} more\n"] if len(agents) > _MOST_ROWS else []
    told += [f"- does not fit: {plain(words)}\n" for words in islice(unplaced_sentences(view), _MOST_ROWS)]
    told += [f"- smallest: {plain(words)}\n" for words in islice(smallest_sentences(view), _MOST_ROWS)]
    return "Cost of DaemonSets per node:\n\n" + "".join(lines) + "\n" + _fold("who asks for how much", told)


def _rest(view: PlanView) -> str:
    found = () if view.cost else costs_of(view.planned)
    lines = [_cost(view, cost) for cost in found[:_MOST_COSTS]]
    if len(found) > _MOST_COSTS:
        lines.append(f"- and {counted(len(found) - _MOST_COSTS, 'smaller group')} of nodes\n")
    lines.append(f"- all on one node: {plain(together_words(view.planned))}\n")
    lines += [f"- room: {plain(words)}\n" for words in room_sentences(view)]
    lines += [f"- assumed: {plain(words)}\n" for words in view.assumptions]
    return _fold("what is assumed" if view.cost else "cost per node, and what is assumed", lines)


def _cost(view: PlanView, cost: Cost) -> str:
    size = size_words(cost.allocatable) or "size not known"
    where = where_words(view.planned.index, cost.nodes)
    return f"- {plain(where)} ({plain(size)}): {plain(', '.join(cost_parts(cost)))}\n"


def _fold(title: str, lines: Iterable[str]) -> str:
    """Return a folded block; its first line is HTML, in which Markdown is not parsed."""
    shown = escape(" ".join(title.split()))
    return f"<details><summary>{shown}</summary>\n\n{''.join(lines)}\n</details>\n"
