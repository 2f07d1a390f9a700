"""Every format a difference can be written in: its own, and those of findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from dslint.report.diff.view import DiffView
from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.findings.one_line import on_one_line

_OWN: dict[str, tuple[str, str]] = {
    "text": ("dslint.report.diff.text", "render"),
    "wide": ("dslint.report.diff.text", "render_wide"),
    "json": ("dslint.report.diff.json_", "render"),
    "markdown": ("dslint.report.diff.markdown", "render"),
    "html": ("dslint.report.html.diff", "render"),
    "csv": ("dslint.report.diff.csv_", "render"),
}
"""name -> (module, function); modules load when asked for."""

_FOR_PEOPLE = frozenset({"text", "wide", "markdown"})
DIFF_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_diff(view: DiffView, name: str) -> str:
    """Write a difference in a format. Raises KeyError for a name not in DIFF_FORMATS."""
    if name not in _OWN:
        return format_named(name)(view.report)
    module, function = _OWN[name]
    render: Callable[[DiffView], str] = getattr(import_module(module), function)
    if name in _FOR_PEOPLE:
        return render(replace(view, report=on_one_line(view.report)))
    return render(view)
