"""GitLab's code quality report."""

from __future__ import annotations

from dslint.report.findings.compact import template
from dslint.report.findings.fingerprint import fingerprints
from dslint.report.json_text import indented
from dslint.values.finding import Report

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report) -> str:
    """All findings as one JSON list."""
    rows = [
        {
            "description": finding.message + template(finding),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.file,
                "lines": {"begin": finding.span.line if finding.span is not None else 1},
            },
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True)
    ]
    return indented(rows) + "\n"
