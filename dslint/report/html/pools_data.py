"""Pools as rows and DaemonSets as columns: every node, some (with the deciding difference), or none.

Equal answers are stored once; a row refers to them by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dslint.planner.on_pools.answers import Elsewhere, PoolAnswer, told_parts
from dslint.planner.placement.node_sets import first
from dslint.planner.values import Outcome
from dslint.planner.workload.workloads import Workload
from dslint.report.html.reason_data import lines_of_each, reason_data, ways_data
from dslint.report.plan.pools import count_words, has_split, part_words, split_words, waiting_words
from dslint.report.plan.view import SHOWN_AS, PlanView

_WORST: tuple[Outcome, ...] = ("blocked", "pending", "keeps", "excluded")


def pools_data(view: PlanView) -> dict[str, Any] | None:
    """Return `rows` of pools, and `answers` of each DaemonSet; None without declared pools."""
    columns = [view.pools(workload) for workload in view.planned.workloads]
    if not columns or not columns[0]:
        return None
    workloads = view.planned.workloads
    tables = [
        _numbered(view, workload, column, lines)
        for workload, column, lines in zip(workloads, columns, lines_of_each(workloads), strict=True)
    ]
    rows = [
        {
            "name": answer.pool.name,
            "count": count_words(answer.pool.counts),
            "format": answer.pool.format,
            "place": f"{answer.pool.place.file}:{answer.pool.place.line}",
            "answers": [numbers[place] for numbers, _ in tables],
        }
        for place, answer in enumerate(columns[0])
    ]
    return {"rows": rows, "answers": [answers for _, answers in tables]}


def _numbered(
    view: PlanView, workload: Workload, column: tuple[PoolAnswer, ...], lines: Sequence[str]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Return the number of the answer for each pool, and the answers."""
    numbers: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    places = []
    for answer in column:
        data = _answer(view, workload, answer, lines)
        key = repr(data)
        if key not in numbers:
            numbers[key] = len(found)
            found.append(data)
        places.append(numbers[key])
    return places, found


def _answer(view: PlanView, workload: Workload, answer: PoolAnswer, lines: Sequence[str]) -> dict[str, Any]:
    rest = sorted(told_parts(answer, workload.shape), key=lambda part: _WORST.index(part.outcome))
    return {
        "answer": answer.answer,
        "outcome": SHOWN_AS[rest[0].outcome] if answer.answer == "none" and rest else "runs",
        "short": _short(answer, rest),
        "runs": split_words(answer, answer.runs) if answer.answer == "some" else "",
        "rest": [_part(view, workload, answer, part, lines) for part in rest],
        "waits": waiting_words(answer),
    }


def _short(answer: PoolAnswer, rest: list[Elsewhere]) -> str:
    """Return the text of the cell: the deciding difference, or the subjects of the reasons."""
    if answer.answer == "some":
        return "; ".join(dict.fromkeys(part_words(part, split_words(answer, part.variants)) for part in rest))
    subjects = (reason.subject or reason.text for part in rest for reason in part.reasons)
    return ", ".join(dict.fromkeys(subjects))


def _part(
    view: PlanView, workload: Workload, answer: PoolAnswer, part: Elsewhere, lines: Sequence[str]
) -> dict[str, Any]:
    shown = SHOWN_AS[part.outcome]
    node = view.planned.inventory.nodes[first(part.nodes)]
    return {
        "outcome": shown,
        "where": split_words(answer, part.variants) if has_split(answer, part) else "",
        "reasons": [reason_data(workload, reason, lines) for reason in part.reasons],
        "origins": [{"place": str(origin.place), "assumed": origin.assumed} for origin in part.origins],
        "ways": ways_data(workload, node, part.reasons) if shown == "not here" else [],
    }
