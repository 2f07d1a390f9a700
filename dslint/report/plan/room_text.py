"""The smallest machines of pools that have room for their agents and something more, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.amounts import exact, shown
from dslint.planner.on_pools.room import Room, rooms
from dslint.report.plan.view import PlanView


def room_sentences(view: PlanView) -> Iterator[str]:
    """One sentence for each pool; none unless --room asks."""
    if view.room is None:
        return
    for room in rooms(view.planned, view.room):
        yield _sentence(room, view.room)


def _sentence(room: Room, more: Mapping[str, int]) -> str:
    need = f"its agents ({_words(room.agents)}) and {_words(more)}"
    if room.smallest is not None:
        machine = room.smallest.smallest or "its machine"
        return f"{room.pool.name}: {machine} is the smallest type with room for {need}"
    if room.known:
        return f"{room.pool.name}: no machine of the pool has room for {need}"
    return f"{room.pool.name}: the size of its machines is not known; {need} are not judged"


def _words(amounts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {shown(name, number)}" for name, number in amounts.items())


def room_records(view: PlanView) -> list[dict[str, Any]]:
    """The same as JSON data."""
    return [
        {
            "pool": room.pool.name,
            "agents": {name: exact(name, number) for name, number in room.agents.items()},
            "smallest": room.smallest.smallest if room.smallest is not None else None,
            "known": room.known,
        }
        for room in rooms(view.planned, view.room or {})
    ]
