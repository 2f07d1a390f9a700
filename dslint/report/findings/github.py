"""GitHub workflow commands: each finding becomes an annotation on its line.

GitHub shows ten annotations per severity and step and silently drops the others. So no more are printed, the
worst first, and a last line counts the rest.
"""

from __future__ import annotations

from collections import Counter

from dslint.values.finding import Finding, Report
from dslint.values.problem import SEVERITIES
from dslint.values.words import counted

SHOWN = 10
"""The number of annotations per level that GitHub shows for a step."""

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Return the first findings of each severity as workflow commands, and the number of the rest."""
    ordered = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    counts: Counter[str] = Counter()
    lines = []
    for finding in ordered:
        counts[finding.severity] += 1
        if counts[finding.severity] <= SHOWN:
            lines.append(_command(finding))
    more = sum(max(0, count - SHOWN) for count in counts.values())
    if more:
        lines.append(f"{counted(more, 'more finding')} in the job summary; all: {_all(counts)}")
    return "".join(f"{line}\n" for line in lines)


def _all(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])


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
    origin = f"From {finding.origin}" if finding.origin else ""
    text = "\n".join(part for part in (finding.message, finding.result, write, origin) if part)
    return f"::{_LEVELS[finding.severity]} {written}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
