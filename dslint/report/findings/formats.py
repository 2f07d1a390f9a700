"""Every format of a report, by the name in `--output`. Modules are imported on use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from dslint.report.findings.held_for import naming_versions
from dslint.report.findings.one_line import on_one_line
from dslint.values.finding import Report

Format = Callable[[Report], str]

FORMATS: dict[str, str] = {
    "text": "dslint.report.findings.text",
    "compact": "dslint.report.findings.compact",
    "json": "dslint.report.findings.json_",
    "jsonl": "dslint.report.findings.jsonl",
    "sarif": "dslint.report.findings.sarif",
    "junit": "dslint.report.findings.junit",
    "github": "dslint.report.findings.github",
    "gitlab": "dslint.report.findings.gitlab",
    "markdown": "dslint.report.findings.markdown",
}
"""name -> module; each has `render(report) -> str`."""
_FOR_PEOPLE = frozenset({"text", "compact", "github", "markdown"})
SHOW_VERSIONS = frozenset({"json", "jsonl"})
"""Formats with a field for the versions of a finding."""


def format_named(name: str) -> Format:
    """Return the function of a format. Raises KeyError for a name not in FORMATS."""
    render: Format = import_module(FORMATS[name]).render
    if name in SHOW_VERSIONS:
        return render
    if name in _FOR_PEOPLE:
        return lambda report: render(on_one_line(naming_versions(report)))
    return lambda report: render(naming_versions(report))
