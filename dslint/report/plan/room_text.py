"""The smallest machines of pools with room for their agents and something more, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.amounts import exact
from dslint.planner.overhead.smallest import Smallest, smallest_machines
from dslint.planner.scheduling.node_load import PODS
from dslint.report.plan.cost_text import requests_words
from dslint.report.plan.view import PlanView

NO_POOL = "nodes without a pool"


def room_sentences(view: PlanView) -> Iterator[str]:
    """Return one sentence per pool; none without --room."""
    if view.room is not None:
        more = f" and {requests_words(view.room)}"
        yield from (_sentence(found, more) for found in smallest_machines(view.planned, view.room))


def smallest_sentences(view: PlanView) -> Iterator[str]:
    """Return one sentence per pool with agents and several possible machine types, or none large enough.

    An unknown size is among the assumptions.
    """
    for found in smallest_machines(view.planned, {}):
        if found.pool and found.known and found.agents[PODS] and (found.types > 1 or found.machine is None):
            yield _sentence(found, "")


def _sentence(found: Smallest, more: str) -> str:
    name = found.pool or NO_POOL
    need = f"its agents ({requests_words(found.agents)}){more}"
    if found.machine is not None:
        return f"{name}: {found.machine or 'its machine'} is the smallest type with room for {need}"
    if found.known:
        return f"{name}: no machine of the pool has room for {need}"
    return f"{name}: the size of its machines is not known; {need} are not judged"


def room_records(view: PlanView) -> list[dict[str, Any]]:
    """Return the same as JSON data."""
    return [smallest_record(found) for found in smallest_machines(view.planned, view.room or {})]


def smallest_record(found: Smallest) -> dict[str, Any]:
    """Return the answer for one pool."""
    return {
        "pool": found.pool,
        "agents": amounts_record(found.agents),
        "smallest": found.machine,
        "known": found.known,
    }


def amounts_record(amounts: Mapping[str, int]) -> dict[str, str]:
    """Return amounts as quantities that parse to the same amount."""
    return {name: exact(name, number) for name, number in amounts.items()}
