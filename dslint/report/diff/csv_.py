"""The effect of a difference on every node, a line each."""

from __future__ import annotations

import csv
from io import StringIO

from dslint.report.diff.view import DiffView


def render(view: DiffView) -> str:
    """Columns `daemonset`, `node`, `effect`; DaemonSet by DaemonSet in the order of the nodes."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("daemonset", "node", "effect"))
    writer.writerows(view.comparison.effects)
    return out.getvalue()
