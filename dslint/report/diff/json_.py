"""A difference as one JSON object: everything that other formats show, and the names of nodes.

In the short form each set of nodes is a record with a count and the numbers of its groups.
"""

from __future__ import annotations

import json
from typing import Any

from dslint.planner.difference.comparison import Comparison
from dslint.planner.difference.pairs import Pair
from dslint.planner.difference.template import Absent, FieldChange
from dslint.planner.on_pools.changes import PoolChange
from dslint.report.diff.cost_text import cost_records
from dslint.report.diff.node_groups import NodeGroups
from dslint.report.diff.view import DiffView, names, place_of
from dslint.report.findings.finding_json import finding_record
from dslint.report.plan.rollout_json import Told, rollout_record
from dslint.version import __version__


def render(view: DiffView) -> str:
    """Return the whole difference; its schema is `schemas/diff.schema.json`."""
    smallest = view.comparison.costs.smallest
    full = view.json_form == "full"
    groups = NodeGroups(view.comparison)
    told: Told = (lambda nodes: names(nodes, view.comparison)) if full else groups.told
    value = {
        "version": 1,
        "form": view.json_form,
        "tool": {"name": "dslint", "version": __version__},
        "kubernetes": view.report.kubernetes,
        "old": view.old,
        "new": view.new,
        "summary": {
            "daemonsets": len(view.comparison.pairs),
            "changed": len(view.changed),
            "nodes": view.node_count if view.has_nodes else None,
        },
        "daemonsets": [_pair(pair, view.comparison, told) for pair in view.comparison.pairs],
        **({} if full else {"node_groups": groups.records()}),
        "findings": [finding_record(finding) for finding in view.report.findings],
        "suppressed": [
            {**finding_record(hidden.finding), "why": hidden.why} for hidden in view.report.suppressed
        ],
        "assumptions": list(view.assumptions),
        **({"smallest": [change._asdict() for change in smallest]} if smallest else {}),
        **({"pools": [_pool(change) for change in view.pools]} if view.pools else {}),
    }
    return json.dumps(value, indent=2 if full else None, ensure_ascii=False) + "\n"


def _pool(change: PoolChange) -> dict[str, Any]:
    return {**change._asdict(), "why": list(change.why)}


def _pair(pair: Pair, comparison: Comparison, told: Told) -> dict[str, Any]:
    namespace, _, name = pair.key.rpartition("/")
    return {
        "namespace": namespace,
        "name": name,
        "status": pair.status,
        "refused": pair.refused,
        "template_changed": pair.template_changed,
        "on_delete": pair.on_delete,
        "fields": [_field(change, pair) for change in pair.fields],
        "desired": {
            "before": pair.old.wanted.run.bit_count() if pair.old is not None else 0,
            "after": pair.new.wanted.run.bit_count() if pair.new is not None else 0,
        },
        "gained": told(pair.gained),
        "lost": told(pair.lost),
        "renamed": pair.renamed,
        "evicts": [
            {"victim": eviction.victim, "pods": eviction.pods, "nodes": told(eviction.nodes)}
            for eviction in pair.evicts
        ],
        **cost_records(pair, comparison, told),
        "pods": {effect: told(nodes) for effect, nodes in pair.moves._asdict().items()},
        "rollout": _rollout(pair, told),
    }


def _rollout(pair: Pair, told: Told) -> dict[str, Any] | None:
    if pair.forecast is None:
        return None
    return rollout_record(pair.forecast, pair.causes, told)


def _field(change: FieldChange, pair: Pair) -> dict[str, Any]:
    file, line, column = place_of(change, pair)
    sides = {"old": change.old, "new": change.new}
    said = {side: value for side, value in sides.items() if not isinstance(value, Absent)}
    return {"field": change.label, **said, "file": file, "line": line, "column": column}
