"""The data for the script of the HTML report: the matrix of DaemonSets and nodes as JSON.

Every text is stored once; numbers refer to rows, fates and reasons. Nodes are listed row by row, so a row
only has their number, and labels, stored column by column, form long runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any, Generic, TypeVar

from dslint.kubernetes.requests import Amounts
from dslint.planner.cost import Cost, shares
from dslint.planner.node_names import some
from dslint.planner.nodes import Node
from dslint.planner.notes import preemption_on
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.pools.pool_names import INSTANCE_TYPES
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.html.pools_data import pools_data
from dslint.report.html.reason_data import lines_of_each, reason_data, ways_data
from dslint.report.plan.blocks import blanket_reason, only_blanket
from dslint.report.plan.cost_text import amount_words, requests_words, room_words
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.plan.rows import Fate, Row, fates_of, rows_of
from dslint.report.plan.view import SHOWN_AS, PlanView, span_of, strategy_words
from dslint.values.words import counted

Value = TypeVar("Value", bound=Hashable)
_SHOWN_NAMES = 3
_ZONES = ("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone")


class _Numbers(Generic[Value]):
    """Give every distinct value a number, in order of appearance."""

    def __init__(self) -> None:
        self.of: dict[Value, int] = {}

    def __call__(self, value: Value) -> int:
        return self.of.setdefault(value, len(self.of))


def plan_data(view: PlanView) -> dict[str, Any]:
    """Return the data of a plan as plain lists and mappings."""
    workloads = view.planned.workloads
    fates = tuple(fates_of(view, workload) for workload in workloads)
    rows = rows_of(view, fates)
    nodes = view.planned.inventory.nodes
    taints: _Numbers[tuple[str, bool]] = _Numbers()
    in_order = [nodes[place] for row in rows for place in row.members]
    lines = lines_of_each(workloads)
    return {
        "daemonsets": [
            _daemonset(view, workload, fates[workload.number], lines[workload.number])
            for workload in workloads
        ],
        "rows": [_row(view, row, fates, taints) for row in rows],
        "taints": [{"text": text, "implied": implied} for text, implied in taints.of],
        "nodes": [node.name for node in in_order],
        "labels": _labels(in_order),
        "order": _by_trouble(view),
        "pools": pools_data(view),
    }


def _by_trouble(view: PlanView) -> list[int]:
    """Return the DaemonSets to show, those with the most trouble first."""

    def trouble(workload: Workload) -> tuple[bool, bool, int, str]:
        counts = view.counts(workload)
        waits = counts["blocked"] + counts["pending"]
        return not workload.refused, bool(view.desired(workload)), -waits, workload.key

    return [workload.number for workload in sorted(view.workloads, key=trouble)]


def _where(view: PlanView, row: Row) -> str:
    """Pool, instance type and zone of the nodes of a row: `general · m5.large · 3 zones`."""
    nodes = [view.planned.inventory.nodes[place] for place in row.members]
    pool = pools_of(view.planned.index).name_at(row.first)
    types = _values(nodes, INSTANCE_TYPES) - {pool}
    zones = _values(nodes, _ZONES)
    parts = [pool, _one_or_number(types, "type"), _one_or_number(zones, "zone")]
    return " · ".join(part for part in parts if part)


def _values(nodes: Iterable[Node], keys: Sequence[str]) -> set[str]:
    """Return the values of the first of these labels that a node has."""
    found = (next((node.labels[key] for key in keys if node.labels.get(key)), "") for node in nodes)
    return {value for value in found if value}


def _one_or_number(values: set[str], noun: str) -> str:
    return next(iter(values)) if len(values) == 1 else counted(len(values), noun) if values else ""


def _daemonset(
    view: PlanView, workload: Workload, fates: Sequence[Fate], lines: Sequence[str]
) -> dict[str, Any]:
    namespace, _, name = workload.key.partition("/")
    return {
        "namespace": namespace,
        "name": name,
        "place": f"{workload.source.file}:{span_of(workload, ()).line}",
        "refused": workload.refused,
        "desired": view.desired(workload),
        "selector": workload.labels_wanted,
        "update": strategy_words(workload),
        "rollout": rollout_words(view.update(workload).forecast) if view.desired(workload) else "",
        "requests": requests_words(workload.shape.requests),
        "fates": [_fate(view, workload, fate, lines) for fate in fates],
        "blanket": reason_data(workload, _only_by_blanket(workload), lines)
        if any(not toleration.get("key") for toleration in workload.demands.tolerations)
        else None,
    }


def _only_by_blanket(workload: Workload) -> Reason:
    words = "only a toleration without a key, `operator: Exists`, lets it in"
    return blanket_reason(workload)._replace(code="blanket", text=words)


def _fate(view: PlanView, workload: Workload, fate: Fate, lines: Sequence[str]) -> dict[str, Any]:
    outcome, reasons, nodes = fate.group.outcome, fate.group.reasons, fate.group.nodes
    first = view.planned.inventory.nodes[(nodes & -nodes).bit_length() - 1]
    ways = ways_data(workload, first, reasons) if SHOWN_AS[outcome] == "not here" else []
    return {
        "outcome": SHOWN_AS[outcome],
        "reasons": [reason_data(workload, reason, lines) for reason in reasons],
        "ways": ways,
        "stays": fate.stays,
        "pushes": fate.pushes,
        "notes": preemption_on(view.notes[workload.number], nodes),
    }


def _row(
    view: PlanView, row: Row, fates: Sequence[Sequence[Fate]], taints: _Numbers[tuple[str, bool]]
) -> dict[str, Any]:
    nodes = view.planned.inventory.nodes
    node = nodes[row.first]
    runs = [
        workload
        for workload in view.planned.workloads
        if fates[workload.number][row.fates[workload.number]].group.outcome == "runs"
    ]
    return {
        "names": some([nodes[place].name for place in row.members], _SHOWN_NAMES),
        "size": len(row.members),
        "pool": pools_of(view.planned.index).name_at(row.first),
        "where": _where(view, row),
        "empty": node.count == 0,
        "ready": node.ready,
        "cordoned": node.unschedulable,
        "room": room_words(node.allocatable),
        "taints": [taints((str(taint), taint in node.implied)) for taint in node.taints],
        "fates": list(row.fates),
        "blanket": [run.number for run in runs if only_blanket(run, node.taints)],
        "cost": _cost(node, runs),
    }


def _cost(node: Node, runs: Sequence[Workload]) -> list[dict[str, Any]]:
    """Return the requests of the running pods; `share` in percent of allocatable, or null."""
    total: Amounts = {}
    for workload in runs:
        for name, number in workload.shape.requests.items():
            total[name] = total.get(name, 0) + number
    there = None if node.allocatable is None else dict(node.allocatable)
    return [
        {
            "name": name,
            "amount": amount_words(name, number),
            "share": None if share is None else round(100 * share, 1),
        }
        for name, number, share in shares(Cost(0, len(runs), total, there))
        if number or name == PODS
    ]


def _labels(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """Return every label key with its values, and each node's value number (-1: none) as runs."""
    return [_column(key, nodes) for key in sorted({key for node in nodes for key in node.labels})]


def _column(key: str, nodes: Sequence[Node]) -> dict[str, Any]:
    numbers: _Numbers[str] = _Numbers()
    values = (node.labels.get(key) for node in nodes)
    codes = [-1 if value is None else numbers(value) for value in values]
    return {"key": key, "values": list(numbers.of), "runs": _runs(codes)}


def _runs(codes: Iterable[int]) -> list[int]:
    """`[7, 7, 7, 2]` as `[7, 3, 2, 1]`: each number, and how often it comes."""
    return [number for code, run in groupby(codes) for number in (code, len(list(run)))]
