"""Many clusters as one self-contained page: the highlights, a row per cluster, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from dslint.report.clusters.view import (
    QUIET,
    Cause,
    ClusterLine,
    ClustersView,
    Noticed,
    Shared,
    cause_words,
    noticed_words,
)
from dslint.report.html.markup import Markup, tag, together
from dslint.report.html.page import page
from dslint.report.html.plan_parts import first_section
from dslint.report.html.table_page import (
    TABLE_SCRIPTS,
    Block,
    Cell,
    Head,
    Kind,
    page_head,
    table_data,
    table_section,
)
from dslint.values.words import counted

_LOOKS = {
    "R": "blocked",
    "x": "blocked",
    "!": "pending",
    "^": "pending",
    "s": "pending",
    "-": "blocked",
    "~": "some",
    "w": "some",
    "r": "some",
    "+": "runs",
    QUIET: "runs",
}
"""Symbol -> class in the style sheet; all others are gray."""
_MOST_FINDINGS = 300


def render(view: ClustersView) -> str:
    """Return the page; it loads nothing."""
    symbols = {line.symbol for line in view.lines}
    known = [symbol for symbol in view.symbols if symbol in symbols]
    kinds = [
        Kind(view.words.get(symbol, view.symbols[symbol]), _sign(symbol), _LOOKS.get(symbol, "not-here"))
        for symbol in known
    ]
    keys = list(dict.fromkeys((*view.daemonsets, *(line.key for line in view.lines))))
    cells = view.cells
    times = Counter(line.key for line in view.lines)
    columns = [Head(key, key, lines=(counted(times[key], "cluster"),)) for key in keys]
    rows = [
        (
            _row_head(view, cluster),
            [_cell(cells.get((key, cluster)), known) for key in keys],
        )
        for cluster in view.clusters
    ]
    data = table_data("cluster", ("cluster", "Clusters"), kinds, columns, rows)
    parts = (
        *page_head("DaemonSets in all clusters", f"{view.title}. {view.summary}"),
        tag("main", *_sections(view)),
    )
    return page("dslint: DaemonSets in all clusters", together(parts), data, TABLE_SCRIPTS)


def _sign(symbol: str) -> str:
    return {QUIET: "✓", "x": "✕", "R": "✕", "0": "–", "-": "–"}.get(symbol, symbol)


def _row_head(view: ClustersView, cluster: str) -> Head:
    command = view.commands.get(cluster, "")
    blocks: list[Block] = [["h", "This cluster alone"], ["pre", command]] if command else []
    return Head(cluster, cluster, blocks=blocks)


def _cell(line: ClusterLine | None, known: Sequence[str]) -> Cell | None:
    if line is None:
        return None
    kind = known.index(line.symbol)
    blocks: list[Block] = [["mark", kind, f"{line.brief} pods"]]
    for part in line.parts:
        blocks.append(["h", f"{part.word}: {counted(part.nodes, 'node')}"])
        blocks.append(["p", part.names])
        if part.why:
            blocks.append(["list", list(part.why)])
    return Cell(kind, line.brief, blocks)


def _sections(view: ClustersView) -> Iterator[Markup | None]:
    if view.steps:
        yield _told(view, "What if", view.steps)
    if view.causes:
        yield first_section([_linked(view, cause) for cause in view.causes])
    if view.lines:
        without = "The table needs JavaScript. The text below lists what stands out and every finding."
        yield table_section("Clusters and DaemonSets", without)
    yield _findings(view)
    if view.assumed:
        yield _told(view, "Assumed", view.assumed)


def _told(view: ClustersView, title: str, sentences: Sequence[Shared]) -> Markup:
    items = (tag("li", f"{view.where(sentence.clusters)}: {sentence.words}") for sentence in sentences)
    name = title.lower().replace(" ", "-")
    return tag("section", tag("h2", title), tag("ul", *items), id=name)


def _linked(view: ClustersView, cause: Cause) -> Markup:
    place = {"cluster": cause.clusters[0]}
    place |= {"daemonset": cause.keys[0]} if cause.keys else {}
    return tag("a", cause_words(view, cause), href="#matrix", data_link=urlencode(place))


def _findings(view: ClustersView) -> Markup | None:
    if not view.noticed:
        return None
    items = (_finding(view, noticed) for noticed in view.noticed[:_MOST_FINDINGS])
    left = len(view.noticed) - _MOST_FINDINGS
    more = tag("p", f"{left} more: -o compact has all of them.") if left > 0 else None
    return tag("section", tag("h2", "Findings"), *items, more, id="findings")


def _finding(view: ClustersView, noticed: Noticed) -> Markup:
    finding = noticed.finding
    place = (
        finding.file if finding.span is None else f"{finding.file}:{finding.span.line}:{finding.span.column}"
    )
    head = tag(
        "summary",
        tag("span", finding.severity, class_=f"severity {finding.severity}"),
        " ",
        tag("b", noticed_words(view, noticed)),
        " ",
        tag("span", f"{finding.rule} · {place}", class_="place"),
    )
    clusters = ", ".join(noticed.clusters)
    facts = [("clusters", clusters), ("result", finding.result), ("write", finding.write)]
    pieces = (piece for name, text in facts if text for piece in (tag("dt", name), tag("dd", text)))
    return tag("details", head, tag("dl", *pieces))
