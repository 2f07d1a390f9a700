"""One line a finding: `file:line:col: severity rule: message`."""

from __future__ import annotations

from dslint.values.finding import Finding, Report


def printable(name: str) -> str:
    """A file's name on one line and without what a terminal would obey; dots stand for such characters."""
    if name.isprintable():
        return name
    return "".join(character if character.isprintable() else "·" for character in name)


def line(finding: Finding) -> str:
    """The line of one finding; every other text format begins with it, so one problem matcher fits all."""
    span = finding.span
    file = printable(finding.file)
    place = f"{file}:{span.line}:{span.column}" if span is not None else file
    return f"{place}: {finding.severity} {finding.rule}: {finding.message}"


def template(finding: Finding) -> str:
    """` (from chart/templates/agent.yaml)` for what a chart rendered, else nothing."""
    return f" (from {printable(finding.origin)})" if finding.origin else ""


def render(report: Report) -> str:
    """All findings, a line each."""
    return "".join(f"{line(finding)}{template(finding)}\n" for finding in report.findings)
