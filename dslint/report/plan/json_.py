"""A plan as one JSON object; see schemas/plan.schema.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.amounts import exact, shown
from dslint.planner.nodes import ENOUGH, Allocatable, Node
from dslint.planner.placement.node_sets import places
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.findings.finding_json import finding_record
from dslint.report.plan.view import PlanView, span_of
from dslint.version import __version__

VERSION = 1


def render(view: PlanView) -> str:
    """The object, indented, with a final line feed."""
    return json.dumps(plan_record(view), indent=2, ensure_ascii=False) + "\n"


def plan_record(view: PlanView) -> dict[str, Any]:
    """The plan as plain JSON data."""
    planned = view.planned
    chosen = list(places(planned.index.every if view.chosen is None else view.chosen))
    return {
        "version": VERSION,
        "tool": {"name": "dslint", "version": __version__},
        "kubernetes": planned.kubernetes,
        "inventory": {
            "files": list(planned.inventory.files),
            "nodes": planned.there.bit_count(),
            "empty_pools": len(planned.inventory.nodes) - planned.there.bit_count(),
        },
        "daemonsets": [_daemonset(view, workload, chosen) for workload in planned.workloads],
        "nodes": [_node(planned.inventory.nodes[place]) for place in chosen],
        "findings": [finding_record(finding) for finding in view.report.findings],
        "assumptions": list(view.assumptions),
    }


def _daemonset(view: PlanView, workload: Workload, chosen: list[int]) -> dict[str, Any]:
    placed = (view.planned.placement(workload, place) for place in chosen)
    return {
        "object": workload.source.manifest.name._asdict(),
        "file": workload.source.file,
        "refused": workload.refused,
        "desired": view.desired(workload),
        "counts": view.counts(workload),
        "requests": {name: shown(name, number) for name, number in workload.shape.requests.items()},
        "priority": workload.shape.priority,
        "placements": [
            {
                "node": placement.node,
                "outcome": placement.outcome,
                "should_run": placement.should_run,
                "should_continue_running": placement.should_continue_running,
                "reasons": [_reason(workload, reason) for reason in placement.reasons],
            }
            for placement in placed
        ],
        "preempted": list(_preempted(view, workload, chosen)),
        "rollout": _rollout(view, workload),
    }


def _reason(workload: Workload, reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "subject": reason.subject,
        "text": reason.text,
        "field": reason.field,
        **span_of(workload, reason.path)._asdict(),
    }


def _preempted(view: PlanView, workload: Workload, chosen: list[int]) -> Iterator[dict[str, str]]:
    """Pods that this DaemonSet pushes off."""
    planned = view.planned
    for place in chosen:
        if not planned.decisions[workload.number].run >> place & 1:
            continue
        for eviction in planned.schedules[planned.class_of[place]].preempted:
            if eviction.by == workload.key:
                yield {"node": planned.inventory.nodes[place].name, "pod": eviction.victim.name}


def _rollout(view: PlanView, workload: Workload) -> dict[str, Any]:
    update = view.update(workload)
    forecast = update.forecast
    return {
        "on_delete": forecast.budget.on_delete,
        "max_unavailable": forecast.budget.max_unavailable,
        "max_surge": forecast.budget.max_surge,
        "waves": [{"size": wave.size, "times": wave.times} for wave in forecast.course.waves],
        "most_down": forecast.course.most_down,
        "finishes": forecast.course.finishes,
        "blocked_by": [{"why": cause.word, "nodes": view.names(cause.nodes)} for cause in update.causes],
        "seconds": forecast.seconds,
    }


def _node(node: Node) -> dict[str, Any]:
    allocatable = node.allocatable
    return {
        "name": node.name,
        "labels": dict(node.labels),
        "taints": [str(taint) for taint in node.taints],
        "implied_taints": [str(taint) for taint in node.implied],
        "allocatable": None if allocatable is None else _amounts(allocatable),
        "ready": node.ready,
        "unschedulable": node.unschedulable,
        "count": node.count,
        "pool": node.pool,
        "file": node.place.file,
        "line": node.place.line,
    }


def _amounts(allocatable: Allocatable) -> dict[str, str]:
    return {name: exact(name, number) for name, number in allocatable.items() if number != ENOUGH}
