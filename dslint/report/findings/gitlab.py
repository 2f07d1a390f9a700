"""GitLab's code quality report: issues as the Code Climate specification has them."""

from __future__ import annotations

from dslint.report.findings.compact import template
from dslint.report.findings.fingerprint import fingerprints
from dslint.report.json_text import indented
from dslint.values.finding import Report
from dslint.values.span import Span

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report) -> str:
    """All findings as one JSON list."""
    rows = [
        {
            "type": "issue",
            "categories": ["Bug Risk"],
            "description": finding.message + template(finding),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.file,
                "lines": _lines(finding.span),
            },
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True)
    ]
    return indented(rows) + "\n"


def _lines(span: Span | None) -> dict[str, int]:
    return {"begin": 1, "end": 1} if span is None else {"begin": span.line, "end": span.end_line}
