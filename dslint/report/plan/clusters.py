"""DaemonSets × clusters: a row for each DaemonSet and a column for each cluster, the worst first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dslint.report.csv_rows import csv_text
from dslint.report.findings.finding_json import finding_record
from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.layout import WIDTH, table
from dslint.report.markdown_text import plain
from dslint.report.summary import counts_of
from dslint.values.finding import Report
from dslint.values.words import counted

_OF_NAME = ("NAMESPACE", "NAME")


class ClusterLine(NamedTuple):
    """One DaemonSet in one cluster.

    badness  sorts: what is largest comes first
    brief    all that a cell of the table says
    details  the cells of a line of its own, below the view's headings
    numbers  the same for programs
    quiet    there is nothing to say
    """

    cluster: str
    key: str
    badness: tuple[int, ...]
    brief: str
    details: tuple[str, ...]
    numbers: Mapping[str, object]
    quiet: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """Namespace and name."""
        namespace, _, name = self.key.rpartition("/")
        return namespace, name


class ClustersView(NamedTuple):
    """What to show of many clusters; `legend` says what a cell of the table holds."""

    title: str
    legend: str
    headings: tuple[str, ...]
    lines: tuple[ClusterLine, ...]
    report: Report

    @property
    def clusters(self) -> list[str]:
        """The clusters, the worst first."""
        return _worst_first(self.lines, lambda line: line.cluster)

    @property
    def daemonsets(self) -> list[str]:
        """The DaemonSets, the worst first, without those with nothing to say in any cluster."""
        return _worst_first((line for line in self.lines if not line.quiet), lambda line: line.key)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Every line with something to say as cells, the worst first, with headings."""
        told = sorted((line for line in self.lines if not line.quiet), key=_order)
        headings = ("CLUSTER", *_OF_NAME, *self.headings)
        return [headings, *((line.cluster, *line.name, *line.details) for line in told)]

    @property
    def grid(self) -> list[tuple[str, ...]]:
        """A row for every DaemonSet and a column for every cluster, with headings."""
        clusters = self.clusters
        briefs = {(line.key, line.cluster): line.brief for line in self.lines}
        names = {line.key: line.name for line in self.lines}
        body = [
            (*names[key], *(briefs.get((key, cluster), "-") for cluster in clusters))
            for key in self.daemonsets
        ]
        return [(*_OF_NAME, *clusters), *body]

    @property
    def left_out(self) -> str:
        """How many DaemonSets have nothing to say, in words."""
        number = len({line.key for line in self.lines}) - len(self.daemonsets)
        return f"{counted(number, 'DaemonSet')} unchanged everywhere. " if number else ""

    @property
    def summary(self) -> str:
        """What was left out, and how many findings there are."""
        counts = counts_of(self.report)
        return f"{self.left_out}{counts[0].upper()}{counts[1:]}."


def _order(line: ClusterLine) -> tuple[tuple[int, ...], str, str]:
    return tuple(-number for number in line.badness), line.cluster, line.key


def _worst_first(lines: Iterable[ClusterLine], named: Callable[[ClusterLine], str]) -> list[str]:
    """Names in the order of their worst line."""
    return list(dict.fromkeys(named(line) for line in sorted(lines, key=_order)))


def _text(view: ClustersView) -> str:
    """The table; where it is too wide, a line for every DaemonSet and cluster."""
    grid = table(view.grid)
    if max(map(len, grid)) > WIDTH:
        return _wide(view)
    return _page(view, [f"{view.title}: {view.legend}", "", *grid] if view.daemonsets else [view.title])


def _wide(view: ClustersView) -> str:
    rows = view.rows
    return _page(view, [view.title, "", *table(rows)] if rows[1:] else [view.title])


def _page(view: ClustersView, lines: Sequence[str]) -> str:
    return "\n".join([*lines, "", view.summary]) + "\n"


def _markdown(view: ClustersView) -> str:
    head = f"**dslint:** {plain(view.title)}: {plain(view.legend)}. {plain(view.summary)}\n"
    if not view.daemonsets:
        return head
    folded = f"<details><summary>Line by line</summary>\n\n{_markup(view.rows)}\n</details>\n"
    return f"{head}\n{_markup(view.grid)}\n{folded}"


def _markup(rows: Sequence[Sequence[str]]) -> str:
    head, *body = (f"| {' | '.join(plain(text) for text in row)} |\n" for row in rows)
    return f"{head}|{' --- |' * len(rows[0])}\n{''.join(body)}"


def _csv(view: ClustersView) -> str:
    headings, *rows = view.rows
    return csv_text(([heading.lower().replace(" ", "_") for heading in headings], *rows))


def _json(view: ClustersView) -> str:
    by_name: dict[tuple[str, str], dict[str, object]] = {}
    for line in view.lines:
        by_name.setdefault(line.name, {})[line.cluster] = line.numbers
    value = {
        "version": 1,
        "kubernetes": view.report.kubernetes,
        "clusters": view.clusters,
        "daemonsets": [
            {"namespace": namespace, "name": name, "clusters": found}
            for (namespace, name), found in by_name.items()
        ],
        "findings": [finding_record(finding) for finding in view.report.findings],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


_OWN: dict[str, Callable[[ClustersView], str]] = {
    "text": _text,
    "wide": _wide,
    "markdown": _markdown,
    "csv": _csv,
    "json": _json,
}
CLUSTER_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_clusters(view: ClustersView, name: str) -> str:
    """Write the lines in a format; the formats of findings write the findings of all clusters."""
    return _OWN[name](view) if name in _OWN else format_named(name)(view.report)
