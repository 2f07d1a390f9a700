"""Every format a report can be written in, by the name `--output` takes. Modules load when asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from dslint.values.finding import Report

Format = Callable[[Report], str]

FORMATS: dict[str, str] = {
    "text": "dslint.report.text",
    "compact": "dslint.report.compact",
    "json": "dslint.report.json_",
    "jsonl": "dslint.report.jsonl",
    "sarif": "dslint.report.sarif",
    "junit": "dslint.report.junit",
    "github": "dslint.report.github",
    "gitlab": "dslint.report.gitlab",
    "markdown": "dslint.report.markdown",
}
"""name -> module; each has `render(report) -> str`."""


def format_named(name: str) -> Format:
    """The function of a format. Raises KeyError for a name not in FORMATS."""
    render: Format = import_module(FORMATS[name]).render
    return render
