"""The cost table of `--cost` as JSON data; see schemas/plan.schema.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dslint.planner.overhead.amounts import part_of
from dslint.planner.overhead.node_costs import node_cost
from dslint.planner.overhead.smallest import smallest_machines
from dslint.planner.values import AgentCost, NodeCost, NotRunning
from dslint.report.plan.room_text import amounts_record, smallest_record
from dslint.report.plan.view import PlanView


def cost_record(view: PlanView) -> dict[str, Any]:
    """Return every row of the table, and the smallest machine of each pool."""
    rows = (node_cost(view.planned, overhead) for overhead in view.overheads)
    return {
        "rows": [_row(row) for row in rows],
        "smallest": [smallest_record(found) for found in smallest_machines(view.planned, {})],
    }


def _row(row: NodeCost) -> dict[str, Any]:
    return {
        "pool": row.pool,
        "system": row.system,
        "where": {key: list(values) for key, values in row.where.items()},
        "nodes": list(row.nodes),
        "there": row.there,
        "machine_types": list(row.machine_types),
        "rank": row.rank,
        "among": row.among,
        "allocatable": None if row.allocatable is None else amounts_record(row.allocatable),
        "requests": amounts_record(row.requests),
        "share": _shares(row, row.requests),
        "daemonsets": [_agent(row, agent) for agent in row.daemonsets],
        "ask_for_nothing": [agent.daemonset for agent in row.daemonsets if not _asks(agent)],
        "not_running": [_not_running(missing) for missing in row.not_running],
    }


def _shares(row: NodeCost, requests: Mapping[str, int]) -> dict[str, float | None]:
    parts = ((name, part_of(row.allocatable, name, number)) for name, number in requests.items())
    return {name: None if part is None else round(part, 4) for name, part in parts}


def _agent(row: NodeCost, agent: AgentCost) -> dict[str, Any]:
    return {
        "daemonset": agent.daemonset,
        "requests": amounts_record(agent.requests),
        "share": _shares(row, agent.requests),
        "origins": dict(agent.origins),
    }


def _asks(agent: AgentCost) -> bool:
    """Whether it requests more than a place among the pods."""
    return any(name != "pods" for name in agent.requests)


def _not_running(missing: NotRunning) -> dict[str, Any]:
    return {
        "daemonset": missing.daemonset,
        "outcome": missing.outcome,
        "older_pod_runs": missing.older_pod_runs,
        "reasons": [
            {"code": reason.code, "subject": reason.subject, "text": reason.text}
            for reason in missing.reasons
        ],
    }
