"""How large the machines of a pool must be: the smallest with room for its DaemonSets and something more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dslint.planner.on_pools.answers import PoolAnswer, pool_answers
from dslint.planner.plan import Planned
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.sizes import Part, machines_of


class Room(NamedTuple):
    """The answer for one pool.

    agents    what the DaemonSets that run on its nodes ask for together, `pods` included
    smallest  the smallest machine with room for them and the rest; None where no known one has it
    known     whether the size of any machine of the pool is known
    """

    pool: Pool
    agents: Mapping[str, int]
    smallest: Part | None
    known: bool


def rooms(planned: Planned, more: Mapping[str, int]) -> Iterator[Room]:
    """The answer for each pool, with room for `more` beside the DaemonSets (resource -> amount)."""
    answers: dict[int, list[tuple[int, PoolAnswer]]] = {}
    for workload in planned.workloads:
        if workload.definition:
            continue
        for answer in pool_answers(planned, workload):
            answers.setdefault(id(answer.pool), []).append((workload.number, answer))
    for pool in planned.inventory.pools:
        numbers = [number for number, answer in answers.get(id(pool), []) if _is_wanted(answer)]
        agents = _sum(planned.workloads[number].shape.requests for number in numbers)
        agents["pods"] = len(numbers)
        needs = _sum((agents, more))
        parts = [part for part in _parts(planned, pool, needs) if part.allocatable is not None]
        fitting = [part for part in parts if _has(part, needs)]
        yield Room(pool, agents, min(fitting, key=_size, default=None), known=bool(parts))


def _is_wanted(answer: PoolAnswer) -> bool:
    """Whether the DaemonSet wants nodes of the pool, whether or not there is room on them."""
    return bool(answer.runs) or any(part.outcome == "pending" for part in answer.rest)


def _sum(amounts: Iterator[Mapping[str, int]] | tuple[Mapping[str, int], ...]) -> dict[str, int]:
    total: dict[str, int] = {}
    for amount in amounts:
        for name, number in amount.items():
            total[name] = total.get(name, 0) + number
    return total


def _parts(planned: Planned, pool: Pool, needs: Mapping[str, int]) -> Iterator[Part]:
    for alike in machines_of(pool, {}, planned.inventory.sizes):
        yield from alike.apart(tuple(sorted(needs.items())))


def _has(part: Part, needs: Mapping[str, int]) -> bool:
    room = part.allocatable or {}
    return all(room.get(name, 0) >= number for name, number in needs.items())


def _size(part: Part) -> tuple[int, int]:
    room = part.allocatable or {}
    return room.get("cpu", 0), room.get("memory", 0)
