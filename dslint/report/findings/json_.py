"""The whole report as one JSON object; its schema is `schemas/report.schema.json`."""

from __future__ import annotations

from collections import Counter

from dslint.report.findings.finding_json import finding_record, suppressed_record
from dslint.report.json_text import indented
from dslint.values.finding import Report
from dslint.values.problem import SEVERITIES
from dslint.version import __version__


def render(report: Report) -> str:
    """Findings, what was suppressed and skipped, and the counts."""
    counts = Counter(finding.severity for finding in report.findings)
    value = {
        "version": 1,
        "tool": {"name": "dslint", "version": __version__},
        "kubernetes": report.kubernetes,
        "profile": report.profile,
        "summary": {
            **{str(severity): counts[severity] for severity in SEVERITIES},
            "refused": sum(finding.refused for finding in report.findings),
            "suppressed": len(report.suppressed),
            "skipped": len(report.skipped),
            "files": report.files,
            "daemonsets": report.daemonsets,
        },
        "findings": [finding_record(finding) for finding in report.findings],
        "suppressed": [suppressed_record(hidden) for hidden in report.suppressed],
        "skipped": [skipped._asdict() for skipped in report.skipped],
        "errors": list(report.errors),
        "crashes": [crash._asdict() for crash in report.crashes],
    }
    return indented(value) + "\n"
