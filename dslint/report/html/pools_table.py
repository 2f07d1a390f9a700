"""The table of pools and DaemonSets in the HTML report; the script only adds explanations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.planner.workload.workloads import Workload
from dslint.report.html.marks import SYMBOLS, outcome_class
from dslint.report.html.markup import Markup, rows, tag
from dslint.report.plan.view import PlanView
from dslint.values.words import counted

_MOST_POOLS = 200
_MOST_CELLS = 20_000
_SOME = "◐"
_LEGEND = (
    ("runs", SYMBOLS["runs"], "every", "a pod runs on every node of the pool"),
    ("some", _SOME, "some", "it runs on some nodes; the cell says which labels or machine types decide"),
    ("not-here", SYMBOLS["not here"], "none", "it runs on no node, and none is wanted"),
    ("pending", SYMBOLS["pending"], "none", "a pod is created and stays Pending"),
    ("blocked", SYMBOLS["blocked"], "none", "a pod is wanted and never runs"),
)
"""Class, symbol, word, and what they mean."""


def pools_table(view: PlanView, data: dict[str, Any] | None) -> Markup | None:
    """Return the section about pools, from the result of `pools_data`."""
    if data is None:
        return None
    workloads = view.planned.workloads
    most = max(1, min(_MOST_POOLS, _MOST_CELLS // len(workloads)))
    body = (_row(number, row, data, workloads) for number, row in enumerate(data["rows"][:most]))
    left = len(data["rows"]) - most
    head = tag("thead", rows("th", ("Pool", *(workload.key for workload in workloads)), scope="col"))
    table = tag("table", head, tag("tbody", *body), class_="matrix pools")
    more = tag("p", f"{counted(left, 'more pool')}: -o json has all of them.") if left > 0 else None
    return tag(
        "section",
        tag("h2", "DaemonSets and pools"),
        _legend(),
        tag("div", tag("div", tag("div", table, class_="scroll"), more, class_="grid"), class_="stage"),
        id="pools",
    )


def _legend() -> Markup:
    items = (
        piece
        for class_, symbol, word, meaning in _LEGEND
        for piece in (tag("dt", _mark(class_, symbol, word)), tag("dd", meaning))
    )
    return tag("dl", *items, class_="legend")


def _mark(class_: str, symbol: str, word: str) -> Markup:
    return tag("span", f"{symbol} {word}", class_=f"outcome {class_}")


def _row(number: int, row: dict[str, Any], data: dict[str, Any], workloads: tuple[Workload, ...]) -> Markup:
    words = ", ".join(part for part in (row["count"], row["format"]) if part)
    head = tag(
        "th",
        tag("span", row["name"], class_="name"),
        tag("small", words),
        tag("small", row["place"], class_="place"),
        scope="row",
    )
    return tag("tr", head, *_cells(row, data, workloads), data_pool=str(number))


def _cells(row: dict[str, Any], data: dict[str, Any], workloads: tuple[Workload, ...]) -> Iterator[Markup]:
    for workload, place in zip(workloads, row["answers"], strict=True):
        answer = data["answers"][workload.number][place]
        class_, symbol = _look(answer)
        words = [tag("b", f"{symbol} {answer['answer']}")]
        words += [tag("small", answer["short"])] if answer["short"] else []
        words += [tag("small", "waits for a startup taint")] if answer["waits"] else []
        name = workload.key.partition("/")[2]
        yield tag(
            "td",
            tag("button", *words, type="button", class_="cell"),
            class_=class_,
            data_column=str(workload.number),
            data_daemonset=name,
        )


def _look(answer: dict[str, Any]) -> tuple[str, str]:
    """Return the class and the symbol of an answer."""
    if answer["answer"] == "some":
        return "some", _SOME
    return outcome_class(answer["outcome"]), SYMBOLS[answer["outcome"]]
