"""The smallest machine of a pool with room for its DaemonSets and something more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from dslint.kubernetes.requests import Amounts, total
from dslint.planner.nodes import Allocatable
from dslint.planner.on_pools.answers import possible_nodes
from dslint.planner.outcomes import groups_of
from dslint.planner.overhead.amounts import agent_requests
from dslint.planner.overhead.pool_groups import PoolGroup, machine_names, pool_groups
from dslint.planner.placement.node_sets import places, union
from dslint.planner.plan import Planned
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import NO_MACHINES
from dslint.planner.pools.type_sets import TypeSet, size_order, type_set
from dslint.planner.scheduling.classes import packed
from dslint.planner.workload.workloads import Workload


class Smallest(NamedTuple):
    """The answer for one pool.

    pool         its name; empty for nodes without a pool
    agents       what the DaemonSets wanted on one of its nodes ask for together, `pods` included; where that
                 differs within the pool, the most of each resource
    machine      the smallest machine type with room for them and the rest; None where no known one has it
    allocatable  what pods may use of it
    types        how many machine types the pool may have
    known        whether the size of any of them is known
    """

    pool: str
    agents: Mapping[str, int]
    machine: str | None
    allocatable: Allocatable | None
    types: int
    known: bool


class _Demand(NamedTuple):
    """The requests of the DaemonSets on nodes of these machine types."""

    types: TypeSet
    agents: Amounts


def smallest_machines(planned: Planned, more: Mapping[str, int]) -> Iterator[Smallest]:
    """Return the answer for each pool, with room for `more` (resource -> amount) beside the DaemonSets.

    A machine type is large enough if it has room for all DaemonSets on every possible node of this type in
    the pool. A pod that stays Pending for lack of room counts too.
    """
    wanted = _wanted(planned)
    groups = pool_groups(planned)
    members: dict[PoolGroup, dict[tuple[int, ...], list[int]]] = {}
    for place in places(possible_nodes(planned)):
        members.setdefault(groups[place], {}).setdefault(wanted[place], []).append(place)
    names = machine_names(planned.inventory.nodes)
    for group, by_agents in members.items():
        demands = [
            _Demand(_types(planned, numbers, names), _agents(planned, agents))
            for agents, numbers in by_agents.items()
        ]
        yield _smallest(group.name, demands, _types(planned, [*chain(*by_agents.values())], names), more)


def _smallest(pool: str, demands: Sequence[_Demand], types: TypeSet, more: Mapping[str, int]) -> Smallest:
    known = False
    for name, room in types:
        if room is None:
            continue
        known = True
        asking = [demand.agents for demand in demands if name in demand.types]
        if all(_has(room, total((agents, more))) for agents in asking):
            return Smallest(pool, _most(asking), name, room, len(types), known)
    return Smallest(pool, _most(demand.agents for demand in demands), None, None, len(types), known)


def smallest_for_all(planned: Planned, needs: Mapping[str, int]) -> tuple[str, Allocatable] | None:
    """Return name and room of the smallest node, or type of a declared pool, with this much room.

    By CPU, then memory. None if no known one has it.
    """
    nodes = planned.inventory.nodes
    pools: dict[int, list[int]] = {}
    found: list[tuple[str, Allocatable]] = []
    for place in places(possible_nodes(planned)):
        node = nodes[place]
        variant = planned.inventory.variants.get(node.name)
        if variant is not None:
            pools.setdefault(id(variant.pool), []).append(place)
        elif node.allocatable is not None and _has(node.allocatable, needs):
            found.append((node.name, node.allocatable))
    for numbers in pools.values():
        fitting = (
            (f"{name} of {nodes[numbers[0]].pool}" if name else nodes[numbers[0]].pool, room)
            for name, room in _types(planned, numbers, ())
            if room is not None and _has(room, needs)
        )
        found += islice(fitting, 1)
    return min(found, key=lambda sized: size_order(sized[1]), default=None)


def _agents(planned: Planned, wanted: tuple[int, ...]) -> Amounts:
    return total(
        [{"pods": 0}, *(agent_requests(planned, number) for number, one in enumerate(wanted) if one)]
    )


def _wanted(planned: Planned) -> list[tuple[int, ...]]:
    """Return, for each node, a 1 for every DaemonSet that uses room there or would if there were enough."""
    size = len(planned.inventory.nodes)
    columns = [packed((_asking(planned, workload),), size) for workload in planned.workloads]
    return list(zip(*columns, strict=True)) if columns else [()] * size


def _asking(planned: Planned, workload: Workload) -> int:
    if workload.definition:
        return 0
    groups = groups_of(planned, workload)
    return union(group.nodes for group in groups if group.of_next == "runs" or group.lacks_only_room)


def _types(planned: Planned, numbers: Iterable[int], names: Sequence[str]) -> TypeSet:
    """Return the machine types of some nodes of one pool; `names` are those of existing machines."""
    inventory = planned.inventory
    variants: list[Variant] = []
    rooms: dict[str, Allocatable | None] = {}
    for place in numbers:
        node = inventory.nodes[place]
        variant = inventory.variants.get(node.name)
        if variant is not None:
            variants.append(variant)
            continue
        name = names[place]
        rooms[name] = _least(rooms[name], node.allocatable) if name in rooms else node.allocatable
    if variants:
        return type_set(variants[0].pool.machines, (variant.part for variant in variants), inventory.sizes)
    ordered = sorted(rooms.items(), key=lambda sized: (*size_order(sized[1]), sized[0]))
    return TypeSet(NO_MACHINES, {}, named=tuple(ordered))


def _least(room: Allocatable | None, other: Allocatable | None) -> Allocatable | None:
    """Return the minimum of machines of one type, which differ by some bytes."""
    if room is None or other is None or room is other:
        return room if room is other else None
    return {name: min(number, other[name]) for name, number in room.items() if name in other}


def _most(amounts: Iterable[Mapping[str, int]]) -> Amounts:
    found: Amounts = {}
    for amount in amounts:
        for name, number in amount.items():
            found[name] = max(found.get(name, 0), number)
    return found


def _has(room: Allocatable, needs: Mapping[str, int]) -> bool:
    return all(room.get(name, 0) >= number for name, number in needs.items() if number)
