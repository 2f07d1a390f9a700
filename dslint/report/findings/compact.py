"""One line per finding: `file:line:col: severity rule: message`."""

from __future__ import annotations

from dslint.values.finding import Finding, Report


def printable(name: str) -> str:
    """Return a file's name on one line, with dots for control characters."""
    if name.isprintable():
        return name
    return "".join(character if character.isprintable() else "·" for character in name)


def line(finding: Finding) -> str:
    """Return the line of one finding. Other text formats begin with it, so one problem matcher fits."""
    span = finding.span
    file = printable(finding.file)
    place = f"{file}:{span.line}:{span.column}" if span is not None else file
    return f"{place}: {finding.severity} {finding.rule}: {finding.message}"


def template(finding: Finding) -> str:
    """Return ` (from chart/templates/agent.yaml)` for the output of a chart, else nothing."""
    return f" (from {printable(finding.origin)})" if finding.origin else ""


def render(report: Report) -> str:
    """Return all findings, one line each."""
    return "".join(f"{line(finding)}{template(finding)}\n" for finding in report.findings)
