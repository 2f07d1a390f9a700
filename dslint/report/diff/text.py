"""A difference as text: the table, then the details pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from dslint.planner.difference.pairs import Pair
from dslint.planner.difference.template import FieldChange
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
from dslint.report.findings.compact import line
from dslint.report.layout import page_width, table
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.summary import counts_of
from dslint.values.finding import Finding
from dslint.values.words import counted

_LABEL = 18
_MOST_FIELDS = 12
_PLACE = 9
"""The room of a place without its file: `  :123:45`."""


def render(view: DiffView) -> str:
    """Return the whole text."""
    lines = [*_head(view), *_table(view)]
    for pair in view.changed:
        block = list(_block(pair, view))
        if block:
            lines += ["", pair.key, *block]
    lines += _pools(view)
    elsewhere = findings_elsewhere(view)
    if elsewhere:
        lines += ["", *(row for finding in elsewhere for row in _plain_finding(finding))]
    return "\n".join([*lines, "", *_foot(view)]) + "\n"


def render_wide(view: DiffView) -> str:
    """Return the text, and the effect on every affected node."""
    effects = [effect for effect in view.comparison.effects if effect.effect != "none"]
    widths = [max((len(cell) for cell in column), default=0) for column in zip(*effects, strict=True)]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(effect, widths, strict=True)) for effect in effects
    ]
    return render(view) + "".join(f"{row.rstrip()}\n" for row in ("", *rows))


def _pools(view: DiffView) -> Iterator[str]:
    """Return the changes on declared pools, DaemonSet by DaemonSet, and the machines that they need."""
    for key in dict.fromkeys(change.daemonset for change in view.pools):
        yield from ("", f"{key} on pools")
        for change in view.pools:
            if change.daemonset == key:
                rows = wrap(pool_words(change), page_width() - 2, subsequent_indent="  ")
                yield from (f"  {row}" for row in rows)
    sentences = list(smallest_words(view.comparison))
    if sentences:
        yield ""
    for words in sentences:
        yield from wrap(words, page_width(), subsequent_indent="  ")


def _head(view: DiffView) -> Iterator[str]:
    total, changed = len(view.comparison.pairs), len(view.changed)
    verb = "changes" if changed == 1 else "change"
    what = f"{changed} of {counted(total, 'DaemonSet')} {verb} between {view.old} and {view.new}"
    where = view.nodes_words if view.has_nodes else "no inventory (--nodes FILE counts the pods)"
    text = f"{what}; {where}, Kubernetes {view.report.kubernetes}"
    yield from wrap(text, page_width(), break_long_words=False, break_on_hyphens=False)


def _table(view: DiffView) -> Iterator[str]:
    rows = [view.row(pair) for pair in view.changed]
    if not rows:
        return
    yield ""
    yield from table([HEADINGS, *rows])


def _block(pair: Pair, view: DiffView) -> Iterator[str]:
    for finding in findings_of(pair, view.report):
        if finding.rule != "pods-restarted" or finding.severity == "warning":
            yield from _finding(finding, pair)
    if pair.refused:
        return
    yield from _fields(pair)
    if not view.has_nodes:
        yield from _sentences("cost", cost_words(pair, view.comparison))
        return
    for label, nodes in (("gained", pair.gained), ("lost", pair.lost), ("deleted", pair.removed)):
        if nodes:
            where = where_words(view.comparison.node_index, nodes)
            yield from _sentences(label, [f"{counted(nodes.bit_count(), 'node')}: {where}"])
    yield from _sentences("evicts", evicts_words(pair, view.comparison))
    yield from _sentences("cost", cost_words(pair, view.comparison))
    yield from _sentences("no longer fits", crowded_words(pair, view.comparison))
    if pair.forecast is not None:
        yield from _sentences("rollout", [rollout_words(pair.forecast)])


def _sentences(label: str, sentences: Iterable[str]) -> Iterator[str]:
    """Put each sentence on its own lines; the label is before the first."""
    for sentence in sentences:
        for line_of_words in wrap(sentence, page_width() - _LABEL - 3, break_on_hyphens=False):
            yield _labelled(label, line_of_words)
            label = ""


def _finding(finding: Finding, pair: Pair) -> Iterator[str]:
    yield f"  {line(finding)}"
    if finding.rule == "selector-changed":
        yield from _selectors(pair)
    yield from _what_to_do(finding)


def _plain_finding(finding: Finding) -> Iterator[str]:
    yield line(finding)
    yield from _what_to_do(finding)


def _what_to_do(finding: Finding) -> Iterator[str]:
    for label, text in (("result", finding.result), ("write", finding.write)):
        rows = [
            row
            for paragraph in text.splitlines()
            for row in wrap(paragraph, page_width() - 10, break_long_words=False, break_on_hyphens=False)
        ]
        for number, row in enumerate(rows):
            yield f"  {label if number == 0 else '':<7} {row}"


def _selectors(pair: Pair) -> Iterator[str]:
    for sign, side in (("-", pair.old), ("+", pair.new)):
        if side is not None:
            yield f"    {sign} {selector_words(side.sourced.manifest.data)}"


def _fields(pair: Pair) -> Iterator[str]:
    """Return the differences of the template, each with its place in the new file."""
    shown = pair.fields[:_MOST_FIELDS]
    width = max((len(change.label) for change in shown), default=0)
    label = "differs" if pair.on_delete else "why pods restart"
    for change in shown:
        words = change_words(change)
        text = _labelled(label, f"{change.label:<{width}}  {words}")
        if len(text) + _PLACE > page_width():
            text = _labelled(label, f"{change.label}  {words}")
        yield f"{text}{_at(change, pair, page_width() - len(text))}"
        label = ""
    if len(pair.fields) > _MOST_FIELDS:
        yield _labelled("", f"and {len(pair.fields) - _MOST_FIELDS} more")


def _at(change: FieldChange, pair: Pair, room: int) -> str:
    """Return the place of a field at the right edge, without the file if there is no room for it."""
    file, line_, column = place_of(change, pair)
    whole = f"{file}:{line_}:{column}"
    return f"  {whole if len(whole) + 2 <= room else f':{line_}:{column}'}".rjust(max(room, 0))


def _labelled(label: str, text: str) -> str:
    return f"  {label:<{_LABEL}} {text}".rstrip()


def _foot(view: DiffView) -> Iterator[str]:
    same = len(view.comparison.pairs) - len(view.changed)
    found = counts_of(view.report)
    unchanged = f"{counted(same, 'DaemonSet')} unchanged. " if same else ""
    yield f"{unchanged}{found[:1].upper()}{found[1:]}."
    for assumption in view.assumptions:
        yield from wrap(
            f"assumed  {assumption}", page_width(), subsequent_indent=" " * 9, break_on_hyphens=False
        )
