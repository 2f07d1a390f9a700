"""A plan as one self-contained HTML file: the highlights, the matrix, then every DaemonSet in words.

The script builds the matrix and the explanations of its cells from the data; everything else is plain HTML
and readable without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from dslint.planner.highlights import Highlight, all_highlights
from dslint.report.html.cost import costs
from dslint.report.html.markup import Markup, tag, together
from dslint.report.html.page import page
from dslint.report.html.plan_data import plan_data
from dslint.report.html.plan_parts import assumed, daemonsets, findings, first_section
from dslint.report.html.pools_table import pools_table
from dslint.report.html.table_page import page_head, table_section
from dslint.report.plan.view import PlanView, title_words
from dslint.report.plan.whatif_text import render as steps_text
from dslint.version import __version__

_SCRIPTS = (
    "dom.js",
    "model.js",
    "filter.js",
    "tools.js",
    "panel.js",
    "explain.js",
    "state.js",
    "grid.js",
    "matrix.js",
    "pools.js",
    "cost.js",
    "plan.js",
    "main.js",
)


def render(view: PlanView) -> str:
    """Return the text of the file; the same plan gives the same text."""
    data = plan_data(view)
    return page("dslint: where DaemonSet pods run", together(_parts(view, data)), data, _SCRIPTS)


def _parts(view: PlanView, data: dict[str, Any]) -> Iterator[Markup]:
    yield from page_head("Where DaemonSet pods run", title_words(view))
    yield tag("main", *_sections(view, data))
    yield tag(
        "footer",
        tag("p", "Made by dslint ", __version__, ": ", tag("code", view.command)),
    )


def _sections(view: PlanView, data: dict[str, Any]) -> Iterator[Markup | None]:
    yield _first(view)
    if view.steps:
        text = steps_text(view.steps, every=view.verbose)
        yield tag("section", tag("h2", "What if"), tag("pre", text), id="steps")
    if view.planned.workloads and view.planned.inventory.nodes:
        yield pools_table(view, data["pools"])
        yield _matrix()
    yield daemonsets(view)
    yield findings(view.report)
    yield costs(view)
    yield assumed(view)


def _first(view: PlanView) -> Markup:
    if not view.planned.workloads:
        return tag("p", "The input contains no DaemonSet.", class_="lead")
    if not view.planned.inventory.nodes:
        return tag("p", "The inventory contains no nodes.", class_="lead")
    found = all_highlights(view.planned, view.groups, view.only)
    if not found:
        return tag("p", "Nothing stands out: all desired pods will run.", class_="lead")
    return first_section([_linked(view, highlight) for highlight in found])


def _linked(view: PlanView, highlight: Highlight) -> Markup:
    """Return the sentence as a link to its cell; without the script it links to the DaemonSet in words."""
    if highlight.workload < 0:
        return tag("span", highlight.words)
    place = {"node": view.planned.inventory.nodes[highlight.node].name} if highlight.node >= 0 else {}
    place["daemonset"] = view.planned.workloads[highlight.workload].key
    return tag("a", highlight.words, href=f"#daemonset-{highlight.workload}", data_link=urlencode(place))


def _matrix() -> Markup:
    without = "The matrix needs JavaScript. The text below also says where pods run, and why not elsewhere."
    return table_section("DaemonSets and nodes", without)
