"""DaemonSets × clusters: one line for each, the worst first, in every form."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from typing import NamedTuple

from dslint.planner.names import counted
from dslint.report.formats import FORMATS, format_named
from dslint.report.layout import table
from dslint.report.markdown import cell
from dslint.report.summary import counts_of
from dslint.values.finding import Report


class ClusterLine(NamedTuple):
    """One DaemonSet in one cluster. `badness` sorts: what is largest comes first."""

    badness: tuple[int, ...]
    cells: tuple[str, ...]


class ClustersView(NamedTuple):
    """What to show of many clusters: `headings` and the lines, without those where nothing is to be said."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[ClusterLine, ...]
    quiet: int
    report: Report

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells, worst line first, otherwise in the order of names."""
        ordered = sorted(self.lines, key=lambda one: (tuple(-number for number in one.badness), one.cells))
        return [one.cells for one in ordered]


def _text(view: ClustersView) -> str:
    rows = view.rows
    lines = [view.title]
    if rows:
        lines += ["", *table([view.headings, *rows])]
    quiet = f"{counted(view.quiet, 'line')} with nothing to say left out. " if view.quiet else ""
    lines += ["", f"{quiet}{counts_of(view.report)}."]
    return "\n".join(lines) + "\n"


def _markdown(view: ClustersView) -> str:
    def row(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cell(one) for one in cells)} |\n"

    head = row([one.lower() for one in view.headings]) + "|" + " --- |" * len(view.headings) + "\n"
    body = "".join(row(one) for one in view.rows)
    return f"**dslint:** {cell(view.title)}. {counts_of(view.report)}.\n\n{head}{body}"


def _csv(view: ClustersView) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([one.lower().replace(" ", "_") for one in view.headings])
    writer.writerows(view.rows)
    return out.getvalue()


def _json(view: ClustersView) -> str:
    keys = [one.lower().replace(" ", "_") for one in view.headings]
    value = {"version": 1, "lines": [dict(zip(keys, row, strict=True)) for row in view.rows]}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


_OWN: dict[str, Callable[[ClustersView], str]] = {
    "text": _text,
    "wide": _text,
    "markdown": _markdown,
    "csv": _csv,
    "json": _json,
}
CLUSTER_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_clusters(view: ClustersView, name: str) -> str:
    """Write the lines in a format; the formats of findings write the findings of all clusters."""
    return _OWN[name](view) if name in _OWN else format_named(name)(view.report)
