"""One reason of a plan as JSON data."""

from __future__ import annotations

from typing import Any

from dslint.kubernetes.amounts import exact
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.plan.view import span_of


def reason_record(workload: Workload, reason: Reason) -> dict[str, Any]:
    """Return the text, the numbers behind an insufficient resource, and the place in the manifest."""
    return {
        "code": reason.code,
        "subject": reason.subject,
        "text": reason.text,
        "field": reason.field,
        **_room(reason),
        **span_of(workload, reason.path)._asdict(),
    }


def _room(reason: Reason) -> dict[str, Any]:
    """Return the numbers behind an insufficient resource."""
    if reason.room is None:
        return {}
    resource, room = reason.subject, reason.room
    return {
        "asked": exact(resource, room.asked),
        "free": exact(resource, room.free),
        "allocatable": exact(resource, room.allocatable),
        "held_by": [{"name": name, "amount": exact(resource, amount)} for name, amount in room.held_by],
    }
