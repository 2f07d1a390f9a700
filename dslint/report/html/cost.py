"""The requests of DaemonSets on nodes of each pool and size, in the HTML report.

The table is readable without the script, which draws the bars.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.node_names import some
from dslint.planner.overhead.amounts import agent_requests, part_of
from dslint.planner.overhead.per_node import Overhead, unplaced_of
from dslint.planner.scheduling.node_load import PODS
from dslint.report.html.markup import Markup, rows, tag
from dslint.report.plan.cost_text import amount_words, requests_words, share_words, together_words
from dslint.report.plan.overhead_text import (
    amount_cell,
    machine_words,
    nodes_words,
    pool_words,
    told_overheads,
    unplaced_sentences,
)
from dslint.report.plan.room_text import room_sentences, smallest_sentences
from dslint.report.plan.view import PlanView

_MOST_ROWS = 60
_MOST_SENTENCES = 40
_BARS = ("cpu", "memory", PODS)
_HEADINGS = ("pool", "system", "nodes", "machine", "CPU", "memory", "pods", "DaemonSets")


def costs(view: PlanView) -> Markup | None:
    """Return the section; None if there is nothing to plan."""
    found = told_overheads(view)
    if not found or not view.planned.workloads:
        return None
    head = tag("thead", rows("th", _HEADINGS, scope="col"))
    body = tag("tbody", *(_row(view, overhead) for overhead in found[:_MOST_ROWS]))
    more = f"{len(found) - _MOST_ROWS} more rows: -o csv --cost has all of them."
    return tag(
        "section",
        tag("h2", "Cost of DaemonSets per node"),
        tag("div", tag("table", head, body), class_="wide costs"),
        tag("p", more) if len(found) > _MOST_ROWS else None,
        _sentences(view),
        tag("p", f"All on one node: {together_words(view.planned)}."),
        id="cost",
    )


def _sentences(view: PlanView) -> Markup | None:
    found = [("does not fit", words) for words in unplaced_sentences(view)]
    found += [("smallest", words) for words in smallest_sentences(view)]
    found += [("room", words) for words in room_sentences(view)]
    pieces = [
        piece for label, words in found[:_MOST_SENTENCES] for piece in (tag("dt", label), tag("dd", words))
    ]
    return tag("dl", *pieces) if pieces else None


def _row(view: PlanView, overhead: Overhead) -> Markup:
    return tag(
        "tr",
        tag("td", pool_words(view, overhead), _names(view, overhead)),
        tag("td", overhead.system or "not known"),
        tag("td", nodes_words(view, overhead), class_="number"),
        tag("td", machine_words(overhead)),
        *(tag("td", *_bar(view, overhead, resource)) for resource in _BARS),
        tag("td", _agents(view, overhead)),
    )


def _names(view: PlanView, overhead: Overhead) -> Markup | None:
    """Return the names of the nodes, if the pool does not identify them."""
    there = overhead.nodes & view.planned.there
    return tag("small", some(view.names(there)), class_="soft") if there and overhead.pool else None


def _bar(view: PlanView, overhead: Overhead, resource: str) -> Iterator[Markup]:
    """Return the amount, and a bar with a part per DaemonSet; no bar if the size is unknown."""
    yield tag("span", amount_cell(overhead, resource))
    if overhead.share(resource) is None:
        return
    pieces = (_piece(view, overhead, number, resource) for number in overhead.agents)
    yield tag("span", *pieces, class_="stack", aria_hidden="true", hidden="")


def _piece(view: PlanView, overhead: Overhead, number: int, resource: str) -> Markup | None:
    amount = agent_requests(view.planned, number).get(resource, 0)
    part = part_of(overhead.machine.allocatable, resource, amount)
    if not part:
        return None
    title = f"{view.planned.workloads[number].key}: {amount_words(resource, amount)}, {share_words(part)}"
    return tag("i", title=title, data_share=f"{100 * part:.2f}")


def _agents(view: PlanView, overhead: Overhead) -> Markup:
    """Return the number of DaemonSets, their names and their requests."""
    others = sorted(set(overhead.requests) - set(_BARS))
    items = [tag("li", f"all: {amount_cell(overhead, name, named=True)}") for name in others]
    for number in overhead.agents:
        workload = view.planned.workloads[number]
        items.append(tag("li", tag("b", workload.key), f": {requests_words(workload.shape.requests)}"))
    for unplaced in unplaced_of(view.planned, overhead):
        key = view.planned.workloads[unplaced.number].key
        items.append(tag("li", tag("b", key), f": {unplaced.outcome}, not counted"))
    running = len(overhead.agents)
    if not items:
        return tag("span", "0")
    return tag("details", tag("summary", str(running)), tag("ul", *items))
