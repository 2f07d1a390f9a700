"""Pools in the JSON format of a plan; see schemas/plan.schema.json."""

from __future__ import annotations

from typing import Any

from dslint.planner.on_pools.answers import Elsewhere, PoolAnswer
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Origin, Pool, PoolLabel, PoolTaint
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.plan.view import PlanView, span_of


def pool_record(pool: Pool) -> dict[str, Any]:
    """Return a pool: its declaration, and the assumptions."""
    return {
        "name": pool.name,
        "format": pool.format,
        "file": pool.place.file,
        "line": pool.place.line,
        "counts": {"least": pool.counts.least, "now": pool.counts.now, "most": pool.counts.most},
        "kubelet": pool.kubelet,
        "labels": {key: _label(label) for key, label in pool.labels.items()},
        "taints": [_taint(taint) for taint in pool.taints],
        "startup_taints": [{**_taint(taint), "until": taint.until} for taint in pool.startup_taints],
        "machine_types": list(pool.machines.types),
    }


def _label(label: PoolLabel) -> dict[str, Any]:
    values = label.values
    return {
        "values": None if values.others else sorted(values.listed),
        "not": sorted(values.listed) if values.others else [],
        "above": values.above,
        "below": values.below,
        "absent": values.absent,
        **_origin(label.origin),
    }


def _taint(taint: PoolTaint) -> dict[str, Any]:
    return {"taint": str(taint.taint), **_origin(taint.origin)}


def _origin(origin: Origin) -> dict[str, Any]:
    return {"file": origin.place.file, "line": origin.place.line, "assumed": origin.assumed}


def answer_records(view: PlanView, workload: Workload) -> list[dict[str, Any]]:
    """Return the outcomes of a DaemonSet on each pool."""
    return [_answer(workload, answer) for answer in view.pools(workload)]


def _answer(workload: Workload, answer: PoolAnswer) -> dict[str, Any]:
    return {
        "pool": answer.pool.name,
        "file": answer.pool.place.file,
        "line": answer.pool.place.line,
        "runs_on": answer.answer,
        "runs": [_part(variant) for variant in answer.runs],
        "rest": [_elsewhere(workload, part) for part in answer.rest],
        "waits_for": [{"taint": str(taint.taint), "until": taint.until} for taint in answer.waits],
    }


def _elsewhere(workload: Workload, part: Elsewhere) -> dict[str, Any]:
    return {
        "outcome": part.outcome,
        "parts": [_part(variant) for variant in part.variants],
        "reasons": [_reason(workload, reason) for reason in part.reasons],
        "origins": [_origin(origin) for origin in part.origins],
    }


def _part(variant: Variant) -> dict[str, Any]:
    return {
        "node": variant.node.name,
        "labels": {choice.key: choice.value for choice in variant.choices},
        "machine_types": list(variant.part.types),
    }


def _reason(workload: Workload, reason: Reason) -> dict[str, Any]:
    place = span_of(workload, reason.path)._asdict() if reason.path else {}
    return {
        "code": reason.code,
        "subject": reason.subject,
        "text": reason.text,
        "field": reason.field,
        **place,
    }
