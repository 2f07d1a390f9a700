"""A plan as one JSON object; see schemas/plan.schema.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dslint.kubernetes.amounts import exact, shown
from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.outcomes import placements_on
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.placement.node_sets import places
from dslint.planner.plan import Planned
from dslint.planner.whatif.consequences import Outcome
from dslint.planner.workload.workloads import Workload
from dslint.report.findings.finding_json import finding_record, suppressed_record
from dslint.report.plan.groups_json import Groups, highlight_records
from dslint.report.plan.overhead_json import cost_record
from dslint.report.plan.pools_json import answer_records, pool_record
from dslint.report.plan.reason_json import reason_record
from dslint.report.plan.rollout_json import rollout_record
from dslint.report.plan.room_text import room_records
from dslint.report.plan.view import PlanView
from dslint.version import __version__

VERSION = 1
_MOST_NAMES = 100
"""The maximum number of nodes that a note, a cause or an eviction names in the short form."""


def render(view: PlanView) -> str:
    """Return the object with a final line feed; indented, except in the short form."""
    indent = 2 if view.json_form == "full" else None
    return json.dumps(plan_record(view), indent=indent, ensure_ascii=False) + "\n"


def plan_record(view: PlanView) -> dict[str, Any]:
    """The plan as plain JSON data."""
    planned = view.planned
    chosen = planned.index.every if view.chosen is None else view.chosen
    pools = planned.inventory.pools
    groups = Groups(view)
    full = view.json_form == "full"
    nodes = {"nodes": [_node(planned, place) for place in places(chosen)]} if full else {}
    return {
        "version": VERSION,
        "form": view.json_form,
        "tool": {"name": "dslint", "version": __version__},
        "kubernetes": planned.kubernetes,
        "inventory": {
            "files": list(planned.inventory.files),
            "nodes": planned.there.bit_count(),
            "empty_pools": (planned.index.every & ~planned.there & ~view.of_pools).bit_count(),
        },
        "daemonsets": [_daemonset(view, workload, chosen, groups) for workload in view.workloads],
        **nodes,
        "node_groups": groups.nodes(),
        "highlights": list(highlight_records(view)),
        "findings": [finding_record(finding) for finding in view.report.findings],
        "suppressed": [suppressed_record(hidden) for hidden in view.report.suppressed],
        "assumptions": list(view.assumptions),
        **({"what_if": [step_record(step) for step in view.steps]} if view.steps else {}),
        **({"room": room_records(view)} if view.room is not None else {}),
        **({"cost": cost_record(view)} if view.cost else {}),
        **({"pools": [pool_record(pool) for pool in pools]} if pools else {}),
    }


def _daemonset(view: PlanView, workload: Workload, chosen: int, groups: Groups) -> dict[str, Any]:
    update = view.update(workload)
    full = view.json_form == "full"
    most = None if full else _MOST_NAMES

    def names(nodes: int) -> list[str]:
        return view.names(nodes)[:most]

    return {
        "object": workload.source.manifest.name._asdict(),
        "file": workload.source.file,
        "refused": workload.refused,
        "desired": view.desired(workload),
        "counts": view.counts(workload),
        "requests": {name: shown(name, number) for name, number in workload.shape.requests.items()},
        "priority": workload.shape.priority,
        "groups": groups.of(workload),
        **({"placements": _placements(view, workload, chosen)} if full else {}),
        "notes": [
            {"code": note.code, "text": note.words, "nodes": names(note.nodes)}
            for note in view.notes[workload.number]
        ],
        "preempted": list(islice(_preempted(view, workload, chosen), most)),
        "rollout": rollout_record(update.forecast, update.causes, names),
        **({"pools": answers} if (answers := answer_records(view, workload)) else {}),
    }


def _placements(view: PlanView, workload: Workload, chosen: int) -> list[dict[str, Any]]:
    return [
        {
            "node": placement.node,
            "outcome": placement.outcome,
            "should_run": placement.should_run,
            "should_continue_running": placement.should_continue_running,
            "successor": placement.successor,
            "reasons": [reason_record(workload, reason) for reason in placement.reasons],
        }
        for placement in placements_on(view.planned, workload, chosen)
    ]


def _preempted(view: PlanView, workload: Workload, chosen: int) -> Iterator[dict[str, str]]:
    """Return the pods that this DaemonSet preempts."""
    planned = view.planned
    for place in places(planned.decisions[workload.number].run & chosen):
        for eviction in planned.schedules[planned.class_of[place]].preempted:
            if eviction.by == workload.key:
                yield {"node": planned.inventory.nodes[place].name, "pod": eviction.victim.name}


def step_record(outcome: Outcome) -> dict[str, Any]:
    """Return the effect of one step of a what-if."""
    drained = outcome.drained
    return {
        "step": outcome.step.text,
        "nodes": list(outcome.nodes),
        "pools": dict(sorted(Counter(outcome.pools.get(name, "") for name in outcome.nodes).items())),
        "daemonsets": [
            consequence._asdict() for consequence in outcome.consequences if not consequence.nothing
        ],
        "drained": drained._asdict() if drained is not None else None,
        "away": [away._asdict() for away in outcome.away],
    }


def _node(planned: Planned, place: int) -> dict[str, Any]:
    node = planned.inventory.nodes[place]
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
        "pool": pools_of(planned.index).name_at(place),
        "file": node.place.file,
        "line": node.place.line,
    }


def _amounts(allocatable: Allocatable) -> dict[str, str]:
    return {name: exact(name, number) for name, number in allocatable.items() if number != ENOUGH}
