"""The functions of the playground page: texts in, JSON for the page out.

The page runs this module inside the browser, in WebAssembly. Each function takes a request as JSON and
returns an answer as JSON. It raises nothing: errors in the texts are part of the answer.

A request has `manifests`, `nodes`, `kubernetes` (a version; empty for the default) and `profile`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from dslint.api import planned_with_report
from dslint.kubernetes.versions import KNOWN, NEWEST, UnknownVersion, parse_range
from dslint.linter.apply_fixes import apply_edits, fix_text
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.selection import Selection
from dslint.planner.assumptions import assumptions_of
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Source, inventory_of
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_sources
from dslint.planner.session import version_for
from dslint.report import describe_text
from dslint.report.describe_text import described
from dslint.report.findings.excerpt import excerpt
from dslint.report.findings.one_line import on_one_line
from dslint.report.plan.formats import render_plan
from dslint.report.plan.view import PlanView
from dslint.report.summary import clean, summary
from dslint.values.finding import Finding, Report
from dslint.values.printable import escaped
from dslint.version import __version__

MANIFESTS: Final = "manifests.yaml"
NODES: Final = "nodes.yaml"
MOST_FINDINGS: Final = 200
"""The maximum number of shown findings; more would only slow the page down."""

Question = Mapping[str, Any]


def about() -> str:
    """Return the version of dslint, and the available Kubernetes versions, newest first."""
    return json.dumps({"version": __version__, "kubernetes": list(reversed(KNOWN))})


def lint(question: str) -> str:
    """Return the findings, each with its excerpt, and the summary line."""
    asked: Question = json.loads(question)
    report = _lint(asked, asked["manifests"])
    lines = asked["manifests"].split("\n")
    shown = on_one_line(report).findings[:MOST_FINDINGS]
    return json.dumps(
        {
            "findings": [_finding(finding, lines) for finding in shown],
            "summary": escaped(summary(report) if report.findings else clean(report)),
            "safe": sum(finding.fix is not None and finding.fix.safe for finding in report.findings),
        }
    )


def plan(question: str) -> str:
    """Return the plan as text, or why there is none."""
    asked: Question = json.loads(question)
    if not asked["nodes"].strip():
        return json.dumps({"error": "Paste nodes below the manifests to see where the pods run."})
    try:
        return json.dumps({"text": escaped(_plan(asked))})
    except (InventoryError, UnknownVersion) as error:
        return json.dumps({"error": escaped(str(error))})


def describe_all(question: str) -> str:
    """Return a description of each DaemonSet in plain words."""
    asked: Question = json.loads(question)
    found = list(described(read_manifests(asked["manifests"], MANIFESTS), _version(asked)))
    if not found:
        return json.dumps({"error": "There is no DaemonSet in the manifests."})
    return json.dumps({"text": escaped(describe_text.render(found))})


def fix(question: str) -> str:
    """Return the manifests with one fix (`number`, a finding of `lint`) or with all safe fixes."""
    asked: Question = json.loads(question)
    text = asked["manifests"]
    number = asked.get("number")
    if number is None:
        return json.dumps({"manifests": fix_text(text, lambda new: _lint(asked, new).findings).text})
    chosen = [finding.fix for finding in _lint(asked, text).findings[number : number + 1]]
    edits = [edit for found in chosen if found is not None for edit in found.edits]
    return json.dumps({"manifests": apply_edits(text, edits)})


def _version(asked: Question) -> str:
    return asked["kubernetes"] or NEWEST


def _lint(asked: Question, text: str) -> Report:
    options = Options(parse_range(_version(asked)), Selection(asked["profile"]))
    return lint_text(text, MANIFESTS, options)


def _plan(asked: Question) -> str:
    contents = read_sources([Source(NODES, asked["nodes"].encode("utf-8", "surrogatepass"))])
    inventory = inventory_of(contents, (NODES,))
    version = version_for(asked["kubernetes"] or None, inventory)
    given = read_manifests(asked["manifests"], MANIFESTS)
    planned, report = planned_with_report(given, inventory, contents.pods, version.known[-1])
    taken = assumptions_of(planned, pods_given=bool(contents.pods_seen))
    command = f"dslint plan {MANIFESTS} --nodes {NODES}"
    return render_plan(PlanView(planned, report, taken, version.source, command), "text")


def _finding(finding: Finding, lines: list[str]) -> dict[str, Any]:
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": escaped(finding.message),
        "result": escaped(finding.result),
        "write": escaped(finding.write),
        "object": escaped(finding.object.key) if finding.object is not None else "",
        "line": span.line if span is not None else 1,
        "column": span.column if span is not None else 1,
        "excerpt": escaped("\n".join(excerpt(finding, lines))),
        "fix": None if finding.fix is None else {"title": finding.fix.title, "safe": finding.fix.safe},
    }
