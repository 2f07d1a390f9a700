"""Every format a plan can be written in: its own, and those of findings."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from dslint.report.formats import FORMATS, format_named
from dslint.report.plan_view import PlanView

_OWN: dict[str, str] = {
    "text": "dslint.report.plan_text",
    "wide": "dslint.report.plan_wide",
    "json": "dslint.report.plan_json",
    "csv": "dslint.report.plan_csv",
    "markdown": "dslint.report.plan_markdown",
    "html": "dslint.report.plan_html",
}
"""name -> module with `render(view) -> str`; modules load when asked for."""

PLAN_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_plan(view: PlanView, name: str) -> str:
    """Write a plan in a format. Raises KeyError for a name not in PLAN_FORMATS."""
    if name not in _OWN:
        return format_named(name)(view.report)
    render: Callable[[PlanView], str] = import_module(_OWN[name]).render
    return render(view)
