"""Every format of a plan: its own, and those of findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.findings.one_line import on_one_line
from dslint.report.plan.view import PlanView

_OWN: dict[str, str] = {
    "text": "dslint.report.plan.text",
    "wide": "dslint.report.plan.wide",
    "json": "dslint.report.plan.json_",
    "csv": "dslint.report.plan.csv_",
    "markdown": "dslint.report.plan.markdown",
    "html": "dslint.report.html.plan",
}
"""name -> module with `render(view) -> str`; modules load when asked for."""

_FOR_PEOPLE = frozenset({"text", "wide", "markdown"})
PLAN_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_plan(view: PlanView, name: str) -> str:
    """Render a plan in a format. Raises KeyError for a name not in PLAN_FORMATS."""
    if name not in _OWN:
        return format_named(name)(view.report)
    render: Callable[[PlanView], str] = import_module(_OWN[name]).render
    if name in _FOR_PEOPLE:
        return render(replace(view, report=on_one_line(view.report)))
    return render(view)
