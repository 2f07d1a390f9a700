"""A difference as a comment on a pull request: the table, the findings, and the rest folded."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice

from dslint.planner.difference.pairs import Pair
from dslint.planner.placement.node_words import where_words
from dslint.report.diff.cost_text import cost_words, crowded_words, smallest_words
from dslint.report.diff.view import (
    HEADINGS,
    DiffView,
    Row,
    change_words,
    evicts_words,
    findings_elsewhere,
    findings_of,
    place_of,
    pool_words,
    selector_words,
)
from dslint.report.markdown_text import block, code, plain
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.summary import counts_of
from dslint.values.finding import Finding
from dslint.values.words import counted

_MOST_ROWS = 40
"""A comment must stay readable, and GitHub takes no more than 65,536 characters."""


MARKER = "<!-- dslint diff -->\n"
"""The first line, by which a program finds its earlier comment."""


def render(view: DiffView) -> str:
    """The whole comment."""
    changed = view.changed
    parts = [MARKER + _head(view)]
    if changed:
        parts.append(_table(view))
    findings = [line for pair in changed for line in _findings(pair, view)]
    findings += [_elsewhere(finding) for finding in findings_elsewhere(view)[:_MOST_ROWS]]
    if findings:
        parts.append("".join(findings))
    if view.pools:
        words = (f"- {code(change.daemonset)}, {plain(pool_words(change))}\n" for change in view.pools)
        parts.append("".join(islice(words, _MOST_ROWS)))
    smallest = [f"- {plain(words)}\n" for words in islice(smallest_words(view.comparison), _MOST_ROWS)]
    if smallest:
        parts.append("".join(smallest))
    parts += [folded for pair in changed if (folded := _folded(pair, view))]
    return "\n".join(parts)


def _head(view: DiffView) -> str:
    total, changed = len(view.comparison.pairs), len(view.changed)
    nodes = f"; {view.nodes_words}" if view.has_nodes else ""
    verb = "changes" if changed == 1 else "change"
    return (
        f"**dslint:** {changed} of {counted(total, 'DaemonSet')} {verb} between {code(view.old)} and "
        f"{code(view.new)}{nodes}, Kubernetes {view.report.kubernetes}. {counts_of(view.report)}.\n"
    )


def _table(view: DiffView) -> str:
    shown = view.changed[:_MOST_ROWS]
    rows = [_row(HEADINGS), "|" + " --- |" * (len(HEADINGS) - 1) + "\n"]
    rows += [_row(view.row(pair)) for pair in shown]
    more = len(view.changed) - len(shown)
    return "".join(rows) + (f"\nand {more} more\n" if more else "")


def _row(row: Row) -> str:
    if row == HEADINGS:
        return _cells([row.name.lower(), *(text.lower() for text in row[2:])])
    return _cells([code(f"{row.namespace}/{row.name}"), *map(plain, row[2:])])


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _findings(pair: Pair, view: DiffView) -> Iterator[str]:
    for finding in findings_of(pair, view.report):
        if finding.rule == "pods-restarted" and finding.severity != "warning":
            continue
        told = f"{plain(finding.message)}. {plain(finding.result)}"
        yield f"- **{finding.severity}** `{finding.rule}` {code(pair.key)}: {told}\n"
        if finding.rule == "selector-changed":
            yield from _selectors(pair)


def _elsewhere(finding: Finding) -> str:
    span = finding.span
    place = f"{finding.file}:{span.line}:{span.column}" if span is not None else finding.file
    told = f"{plain(finding.message)}. {plain(finding.result)}".rstrip()
    return f"- **{finding.severity}** `{finding.rule}` {code(place)}: {told}\n"


def _selectors(pair: Pair) -> Iterator[str]:
    if pair.old is not None and pair.new is not None:
        before, after = (selector_words(side.sourced.manifest.data) for side in (pair.old, pair.new))
        lines = "\n".join((f"- {' '.join(before.split())}", f"+ {' '.join(after.split())}"))
        yield f"{block(lines, 'diff', '  ')}\n"


def _folded(pair: Pair, view: DiffView) -> str:
    """Return what happens to the pods of one DaemonSet, folded."""
    if pair.refused:
        return ""
    lines = list(_details(pair, view))
    if not lines:
        return ""
    summary = f"<summary><code>{escape(pair.key)}</code>: {_title(pair)}</summary>"
    return f"<details>{summary}\n\n{''.join(lines)}\n</details>\n"


def _title(pair: Pair) -> str:
    if pair.fields:
        return "what differs" if pair.on_delete else "why pods restart"
    return "nodes"


def _details(pair: Pair, view: DiffView) -> Iterator[str]:
    for change in pair.fields:
        file, line, _ = place_of(change, pair)
        yield f"- {code(change.label)}: {code(change_words(change))} ({plain(file)}:{line})\n"
    yield from (f"- cost: {plain(words)}\n" for words in cost_words(pair, view.comparison))
    if not view.has_nodes:
        return
    for label, nodes in (("gained", pair.gained), ("lost", pair.lost), ("deleted", pair.removed)):
        if nodes:
            shown = plain(where_words(view.comparison.node_index, nodes))
            yield f"- {label} {counted(nodes.bit_count(), 'node')}: {shown}\n"
    for words in evicts_words(pair, view.comparison):
        yield f"- evicts {plain(words)}\n"
    for words in crowded_words(pair, view.comparison):
        yield f"- no longer fits: {plain(words)}\n"
    if pair.forecast is not None:
        yield f"- rollout: {plain(rollout_words(pair.forecast))}\n"
