"""GitHub workflow commands: each finding becomes an annotation on the line it is about."""

from __future__ import annotations

from dslint.values.finding import Finding, Report

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """All findings, a workflow command each."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    properties = {"file": finding.file}
    span = finding.span
    if span is not None:
        properties |= {"line": str(span.line), "endLine": str(span.end_line), "col": str(span.column)}
        if span.end_line == span.line:
            properties["endColumn"] = str(span.end_column)
    properties["title"] = finding.rule
    written = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    write = f"Write: {finding.write}" if finding.write else ""
    text = "\n".join(part for part in (finding.message, finding.result, write) if part)
    return f"::{_LEVELS[finding.severity]} {written}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
