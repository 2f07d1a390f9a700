"""A plan by groups of nodes as JSON data: each node and each reason appears once.

`node_groups` are nodes that are equal for every shown DaemonSet; the groups of a DaemonSet refer to their
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dslint.planner.highlights import all_highlights
from dslint.planner.nodes import Node
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.placement.node_sets import set_of
from dslint.planner.workload.workloads import Workload
from dslint.report.plan.reason_json import reason_record
from dslint.report.plan.rows import Fate, Row, fates_of, rows_of
from dslint.report.plan.view import PlanView


class Groups:
    """The groups of a plan."""

    def __init__(self, view: PlanView) -> None:
        """Find the nodes that are equal for all DaemonSets of the view."""
        self._view = view
        self._fates = {workload.number: fates_of(view, workload) for workload in view.workloads}
        self._column = {workload.number: place for place, workload in enumerate(view.workloads)}
        self._rows = rows_of(view, tuple(self._fates.values()))

    def nodes(self) -> list[dict[str, Any]]:
        """Return the groups of nodes, with the common facts of their members."""
        return [self._nodes(row) for row in self._rows]

    def _nodes(self, row: Row) -> dict[str, Any]:
        planned = self._view.planned
        members = [planned.inventory.nodes[place] for place in row.members]
        first = members[0]
        return {
            "nodes": [node.name for node in members],
            "there": sum(node.count for node in members),
            "pool": pools_of(planned.index).name_at(row.first),
            "labels": _shared_labels(members),
            "taints": [str(taint) for taint in first.taints],
            "ready": first.ready,
            "unschedulable": first.unschedulable,
        }

    def of(self, workload: Workload) -> list[dict[str, Any]]:
        """Return the outcome of a DaemonSet on the groups."""
        column = self._column[workload.number]
        rows: list[list[int]] = [[] for _ in self._fates[workload.number]]
        for number, row in enumerate(self._rows):
            rows[row.fates[column]].append(number)
        return [
            self._group(workload, fate, numbers)
            for fate, numbers in zip(self._fates[workload.number], rows, strict=True)
            if numbers
        ]

    def _group(self, workload: Workload, fate: Fate, numbers: Sequence[int]) -> dict[str, Any]:
        planned, group = self._view.planned, fate.group
        members = (place for number in numbers for place in self._rows[number].members)
        nodes = set_of(members, len(planned.inventory.nodes))
        return {
            "outcome": group.outcome,
            "successor": group.successor,
            "nodes": (nodes & planned.there).bit_count(),
            "pools": [
                {"pool": share.name, "nodes": share.here, "of": share.size}
                for share in pools_of(planned.index).shares(nodes)
            ],
            "reasons": [reason_record(workload, reason) for reason in group.reasons],
            "stays": fate.stays,
            "pushes": fate.pushes,
            "node_groups": list(numbers),
        }


def _shared_labels(nodes: Sequence[Node]) -> Mapping[str, str]:
    """Return the labels that all nodes have with the same value."""
    shared = dict(nodes[0].labels)
    for node in nodes:
        different = [key for key, value in shared.items() if node.labels.get(key) != value]
        for key in different:
            del shared[key]
    return shared


def highlight_records(view: PlanView) -> Iterator[dict[str, Any]]:
    """Return all highlights, the worst first."""
    planned = view.planned
    for highlight in all_highlights(planned, view.groups, view.only):
        yield {
            "kind": highlight.kind,
            "text": highlight.words,
            "daemonsets": [planned.workloads[number].key for number in highlight.workloads],
            "node": planned.inventory.nodes[highlight.node].name if highlight.node >= 0 else "",
        }
