"""A difference as one self-contained page: the table, and a block for every DaemonSet that opens."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dslint.planner.difference import Pair
from dslint.planner.names import counted, some
from dslint.report.diff_view import (
    HEADINGS,
    DiffView,
    change_words,
    findings_of,
    names,
    place_of,
    row_of,
    selector_words,
)
from dslint.report.rollout_text import rollout_words
from dslint.report.summary import counts_of
from dslint.values.finding import Finding

_SHOWN = 40
"""How many ranges of nodes are named."""
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8886; }
code { font: 13px ui-monospace, monospace; }
details { border: 1px solid #8886; border-radius: .4rem; margin: .6rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
.error { color: light-dark(#b00020, #ff8a80); } .warning { color: light-dark(#8a5300, #ffcf70); }
.place { opacity: .7; white-space: nowrap; } p { margin: .3rem 0; overflow-wrap: anywhere; }
"""


def render(view: DiffView) -> str:
    """The page; nothing in it is loaded from elsewhere, and nothing in it runs."""
    title = f"{view.old} → {view.new}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>dslint diff: {escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{_lead(view)}{_table(view)}"
        f"{''.join(_block(pair, view) for pair in view.changed)}{_assumed(view)}</body></html>\n"
    )


def _lead(view: DiffView) -> str:
    nodes = f"; {counted(view.node_count, 'node')}" if view.has_nodes else ""
    what = f"{len(view.changed)} of {counted(len(view.comparison.pairs), 'DaemonSet')} change{nodes}"
    return f"<p>{what}, Kubernetes {escape(view.report.kubernetes)}. {counts_of(view.report)}.</p>\n"


def _table(view: DiffView) -> str:
    head = "".join(f"<th>{escape(cell.lower())}</th>" for cell in HEADINGS)
    rows = (
        "".join(f"<td>{escape(cell)}</td>" for cell in row_of(pair, has_nodes=view.has_nodes))
        for pair in view.changed
    )
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"


def _block(pair: Pair, view: DiffView) -> str:
    findings = [one for one in findings_of(pair, view.report) if one.rule != "pods-restarted"]
    lines = [line for finding in findings for line in _finding(finding, pair)]
    if not pair.refused:
        lines += [*_fields(pair), *_nodes(pair, view)]
    opened = " open" if any(one.severity == "error" for one in findings) else ""
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return f"<details{opened}><summary><code>{escape(pair.key)}</code></summary>\n{body}</details>\n"


def _finding(finding: Finding, pair: Pair) -> Iterator[str]:
    place = f"{finding.file}:{finding.span.line}" if finding.span is not None else finding.file
    yield (
        f'<strong class="{finding.severity}">{finding.severity} {escape(finding.rule)}</strong> '
        f'{escape(finding.message)} <span class="place">{escape(place)}</span>'
    )
    if finding.rule == "selector-changed":
        for sign, side in (("-", pair.old), ("+", pair.new)):
            if side is not None:
                yield f"<code>{sign} {escape(selector_words(side.sourced.manifest.data))}</code>"
    for label, words in (("Result", finding.result), ("Write", finding.write)):
        if words:
            yield f"{label}: {escape(words)}"


def _fields(pair: Pair) -> Iterator[str]:
    for change in pair.fields:
        file, line, _ = place_of(change, pair)
        yield (
            f"<code>{escape(change.label)}</code>: <code>{escape(change_words(change))}</code> "
            f'<span class="place">{escape(file)}:{line}</span>'
        )


def _nodes(pair: Pair, view: DiffView) -> Iterator[str]:
    if not view.has_nodes:
        return
    for label, nodes in (("gained", pair.gained), ("lost", pair.lost)):
        if nodes:
            shown = some(names(nodes, view.comparison), _SHOWN)
            yield f"{label} {counted(nodes.bit_count(), 'node')}: {escape(shown)}"
    if pair.forecast is not None:
        yield f"rollout: {escape(rollout_words(pair.forecast))}"


def _assumed(view: DiffView) -> str:
    return "".join(f"<p>Assumed: {escape(one)}</p>\n" for one in view.assumptions)
