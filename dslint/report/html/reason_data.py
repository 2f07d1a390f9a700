"""Reasons and remedies as data for the script of the HTML report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dslint.planner.nodes import Node
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.findings.excerpt import excerpt_at
from dslint.report.plan.how_to_run_there import WayIn, comes_and_goes, ways_in
from dslint.report.plan.view import place_of, span_of

_NODE = "NODE"
"""A placeholder for the node's name in commands."""


def reason_data(workload: Workload, reason: Reason, lines: list[str]) -> dict[str, Any]:
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
