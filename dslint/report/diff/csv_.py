"""The effect of a difference on every node, one line each."""

from __future__ import annotations

from dslint.report.csv_rows import csv_text
from dslint.report.diff.view import DiffView


def render(view: DiffView) -> str:
    """Columns `daemonset`, `node`, `effect`; DaemonSet by DaemonSet in the order of the nodes."""
    return csv_text((("daemonset", "node", "effect"), *view.comparison.effects))
