"""Reasons and remedies as data for the script of the HTML report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dslint.planner.nodes import Node
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.reader.lines import lines_of
from dslint.report.findings.excerpt import excerpt_at
from dslint.report.plan.how_to_run_there import WayIn, comes_and_goes, ways_in
from dslint.report.plan.view import place_of, span_of

_NODE = "NODE"
"""A placeholder for the node's name in commands."""


def lines_of_each(workloads: Iterable[Workload]) -> list[Sequence[str]]:
    """Return the lines of the text that each DaemonSet stands in; those of one text are split once."""
    texts: dict[int, Sequence[str]] = {}
    found: list[Sequence[str]] = []
    for workload in workloads:
        lines = workload.source.manifest.document.lines
        if id(lines) not in texts:
            texts[id(lines)] = lines_of(lines.text)
        found.append(texts[id(lines)])
    return found


def reason_data(workload: Workload, reason: Reason, lines: Sequence[str]) -> dict[str, Any]:
    """A reason with its place in the manifest and the lines around it."""
    return {
        "code": reason.code,
        "subject": reason.subject,
        "text": reason.text,
        "place": place_of(workload, reason),
        "excerpt": excerpt_at(span_of(workload, reason.path), lines),
    }


def ways_data(workload: Workload, node: Node, reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return what to add to the manifest, or to do, so that a pod runs on a node."""
    lasting = [
        reason
        for reason in reasons
        if not (reason.code.startswith("taint-") and comes_and_goes(reason.subject))
    ]
    ways: Iterable[WayIn] = ways_in(workload, node, lasting, _NODE)
    return [{"words": way.words, "lines": list(way.lines)} for way in ways]
