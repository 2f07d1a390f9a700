"""The cost table: the requests of all DaemonSet pods on a node, per pool and node size.

It follows the plan: a DaemonSet counts where its pod runs. If it is wanted but does not run, the table names
it with the reason and counts nothing. Unknown sizes stay unknown. Of several definitions of one DaemonSet,
only the last one counts: a cluster has one object per name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from dslint.kubernetes.requests import Amounts, total
from dslint.planner.nodes import Allocatable, Node
from dslint.planner.on_pools.answers import possible_nodes
from dslint.planner.outcomes import living, placement_of, trouble_everywhere
from dslint.planner.overhead.amounts import agent_requests, part_of
from dslint.planner.overhead.pool_groups import PoolGroup, machine_type, pool_groups, size_key, system_of
from dslint.planner.placement.node_sets import first, places, set_of
from dslint.planner.plan import Planned
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Counts
from dslint.planner.pools.type_sets import Sized, size_order, type_set
from dslint.planner.scheduling.classes import packed
from dslint.planner.values import Outcome, Reason

_FEW_TYPES = 6
"""Up to this number of machine types of a declared pool, each has a row; otherwise only the ends."""
_RUNS, _TROUBLE, _OLD = 1, 2, 4
"""Bits of a state: a pod is wanted, the next one does not run, an older one does."""
_States = tuple[int, ...]
"""The state of each DaemonSet on a node, by number."""


Rank = Literal["smallest", "largest", ""]


class Machine(NamedTuple):
    """One size of node.

    types        the machine types of this size; empty where no label or declaration names one
    allocatable  what pods may use; None where it is not known
    rank         `smallest` or `largest` of `among`, where a pool has too many types to list; else empty
    among        how many machine types of the pool the row is about
    """

    types: tuple[str, ...]
    allocatable: Allocatable | None
    rank: Rank = ""
    among: int = 1


class Unplaced(NamedTuple):
    """A DaemonSet whose next pod does not run on nodes that it wants, and why.

    old  a pod of it runs there already; it counts until something replaces it
    """

    number: int
    outcome: Outcome
    reasons: tuple[Reason, ...]
    old: bool = False


class Overhead(NamedTuple):
    """Nodes of one pool, system and size with the same outcomes for every DaemonSet.

    pool      its name; empty for nodes without a pool
    system    `linux`, `windows`; empty where nothing says it
    where     what distinguishes these nodes of a declared pool from its others: label -> its values
    nodes     the nodes (as bits), or those that stand for them
    counts    how many nodes the declared pool may have; None for nodes that are listed
    machine   their size
    agents    numbers of the DaemonSets that run there, who asks for most first
    unplaced  numbers of those whose next pod is wanted there and does not run; see `unplaced_of`
    requests  what `agents` reserve together on one node, `pods` included
    """

    pool: str
    system: str
    where: Mapping[str, tuple[str, ...]]
    nodes: int
    counts: Counts | None
    machine: Machine
    agents: tuple[int, ...]
    unplaced: tuple[int, ...]
    requests: Amounts

    def share(self, resource: str) -> float | None:
        """Return the requested part of allocatable, from 0; None if that is unknown."""
        return part_of(self.machine.allocatable, resource, self.requests.get(resource, 0))


def unplaced_of(planned: Planned, overhead: Overhead) -> Iterator[Unplaced]:
    """Return why pods of DaemonSets do not run on the nodes of a row; the first node represents all."""
    place = first(overhead.nodes)
    for number in overhead.unplaced:
        placement = placement_of(planned, planned.workloads[number], place)
        old = placement.successor is not None
        yield Unplaced(number, placement.successor or placement.outcome, placement.reasons, old)


class _Agents(NamedTuple):
    """The common part of rows with the same states: see `Overhead`."""

    running: tuple[int, ...]
    unplaced: tuple[int, ...]
    requests: Amounts


class _Key(NamedTuple):
    """The common facts of the nodes of one row."""

    group: PoolGroup
    system: str
    size: tuple[object, ...]
    states: _States


def overheads(planned: Planned, among: int | None = None) -> tuple[Overhead, ...]:
    """Return the rows: pool by pool in the order of the inventory, then by system, labels and size.

    `among`, as bits, are the nodes to look at; None for all that are possible.
    """
    groups = pool_groups(planned)
    order = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    states, size_of = _states(planned), _Sizes(planned)
    nodes = planned.inventory.nodes
    members: dict[_Key, list[int]] = {}
    for place in places(possible_nodes(planned) if among is None else among):
        key = _Key(groups[place], system_of(nodes[place]), size_of(place), states[place])
        members.setdefault(key, []).append(place)
    distinct = _Distinct(planned, groups)
    agents = {found: _agents(planned, found) for found in {key.states for key in members}}
    rows = [
        (order[key.group], row)
        for key, numbers in members.items()
        for row in _rows(planned, key, numbers, agents[key.states], distinct)
    ]
    return tuple(row for _, row in sorted(rows, key=lambda item: (item[0], *_order(item[1]))))


def _order(row: Overhead) -> tuple[object, ...]:
    room = row.machine.allocatable
    return row.system, sorted(row.where.items()), room is None, size_order(room), row.nodes & -row.nodes


def _states(planned: Planned) -> list[_States]:
    """Return, for each node, the state of every DaemonSet there."""
    size = len(planned.inventory.nodes)
    columns = []
    for workload in planned.workloads:
        if workload.definition:
            columns.append(bytes(size))
            continue
        run = planned.decisions[workload.number].run & ~planned.held_back(workload.number)
        pending, blocked = trouble_everywhere(planned, workload)
        old = living(planned, workload) & (pending | blocked)
        columns.append(packed((run, pending | blocked, old), size))
    return list(zip(*columns, strict=True)) if columns else [()] * size


class _Sizes:
    """The nodes of each size."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._by_identity: dict[int, tuple[object, ...]] = {}

    def __call__(self, place: int) -> tuple[object, ...]:
        """Return what distinguishes the size of a node; machines of a declared pool are split later."""
        node = self._planned.inventory.nodes[place]
        if node.name in self._planned.inventory.variants:
            return (node.allocatable is None,)
        known = self._by_identity.get(id(node.allocatable))
        if known is None:
            known = self._by_identity[id(node.allocatable)] = size_key(node.allocatable)
        return (*known, machine_type(node.labels))


def _rows(
    planned: Planned, key: _Key, members: Sequence[int], agents: _Agents, distinct: _Distinct
) -> Iterator[Overhead]:
    nodes = planned.inventory.nodes
    variants = [
        variant for place in members if (variant := planned.inventory.variants.get(nodes[place].name))
    ]
    for machine in (
        _machines(planned, variants) if variants else [_machine(nodes[place] for place in members)]
    ):
        yield Overhead(
            pool=key.group.name,
            system=key.system,
            where=distinct.words(key.group, variants),
            nodes=set_of(members, len(nodes)),
            counts=variants[0].pool.counts if variants else None,
            machine=machine,
            agents=agents.running,
            unplaced=agents.unplaced,
            requests=agents.requests,
        )


def _agents(planned: Planned, states: _States) -> _Agents:
    running = [
        number
        for number, state in enumerate(states)
        if state & _OLD or (state & _RUNS and not state & _TROUBLE)
    ]
    return _Agents(
        by_amount(planned, running),
        tuple(number for number, state in enumerate(states) if state & _TROUBLE),
        total(agent_requests(planned, number) for number in running),
    )


def by_amount(planned: Planned, numbers: Iterable[int]) -> tuple[int, ...]:
    """Sort DaemonSets by their part of the total CPU and memory, the largest first."""
    chosen = list(numbers)
    requests = total(agent_requests(planned, number) for number in chosen)

    def order(number: int) -> tuple[float, str]:
        asked = planned.workloads[number].shape.requests
        parts = (asked.get(name, 0) / (requests.get(name, 0) or 1) for name in ("cpu", "memory"))
        return -sum(parts), planned.workloads[number].key

    return tuple(sorted(chosen, key=order))


def _machine(nodes: Iterable[Node]) -> Machine:
    """Return the size of single nodes: the minimum of each resource, if they differ slightly."""
    room: dict[str, int] | None = None
    name = ""
    for node in nodes:
        name = machine_type(node.labels)
        if node.allocatable is None:
            return Machine((name,) if name else (), None)
        room = {key: min(number, (room or {}).get(key, number)) for key, number in node.allocatable.items()}
    return Machine((name,) if name else (), room)


def _machines(planned: Planned, variants: Sequence[Variant]) -> Iterator[Machine]:
    """Return the possible sizes of a declared pool's nodes: all if they are few, else both ends."""
    types = type_set(
        variants[0].pool.machines, (variant.part for variant in variants), planned.inventory.sizes
    )
    if len(types) > _FEW_TYPES:
        (small, room), (large, most) = types.ends()
        yield Machine((small,), room, "smallest", len(types))
        yield Machine((large,), most, "largest", len(types))
        return
    by_size: dict[tuple[object, ...], list[Sized]] = {}
    for name, room in types:
        by_size.setdefault(size_key(room), []).append((name, room))
    for alike in by_size.values():
        yield Machine(tuple(name for name, _ in alike if name), alike[0][1], among=len(types))


class _Distinct:
    """The facts that distinguish some nodes of a declared pool, as far as DaemonSets select by them."""

    def __init__(self, planned: Planned, groups: Sequence[PoolGroup]) -> None:
        self._all: dict[PoolGroup, dict[str, set[str]]] = {}
        for place, node in enumerate(planned.inventory.nodes):
            variant = planned.inventory.variants.get(node.name)
            if variant is not None and variant.possible:
                _collect(self._all.setdefault(groups[place], {}), variant)

    def words(self, group: PoolGroup, variants: Iterable[Variant]) -> dict[str, tuple[str, ...]]:
        """Return the labels of these nodes that not all nodes of the pool have, with their values."""
        here: dict[str, set[str]] = {}
        for variant in variants:
            _collect(here, variant)
        return {
            key: tuple(sorted(values)) for key, values in here.items() if values != self._all[group].get(key)
        }


def _collect(found: dict[str, set[str]], variant: Variant) -> None:
    for choice in variant.choices:
        found.setdefault(choice.key, set()).add(choice.value or "")
