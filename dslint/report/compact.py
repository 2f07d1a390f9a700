"""One line a finding: `file:line:col: severity rule: message`."""

from __future__ import annotations

from dslint.values.finding import Finding, Report


def line(finding: Finding) -> str:
    """The line of one finding; every other text format begins with it, so one problem matcher fits all."""
    span = finding.span
    place = f"{finding.file}:{span.line}:{span.column}" if span is not None else finding.file
    return f"{place}: {finding.severity} {finding.rule}: {finding.message}"


def render(report: Report) -> str:
    """All findings, a line each."""
    return "".join(f"{line(finding)}\n" for finding in report.findings)
