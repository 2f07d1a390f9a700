"""The cost of a change: the difference in requests per node and pool, and pods that no longer fit.

It is computed on request. A pod counts where it runs; if the new one stays Pending, a finding says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from dslint.kubernetes.requests import Amounts
from dslint.planner.difference.pairs import Pair
from dslint.planner.nodes import Allocatable, Node
from dslint.planner.on_pools.launches import never_launched
from dslint.planner.overhead.smallest import smallest_machines
from dslint.planner.placement.node_pools import NodePools
from dslint.planner.placement.node_sets import places, set_of, union
from dslint.planner.placement.renumbering import Renumbering
from dslint.planner.placements import running_now, running_once_replaced
from dslint.planner.plan import Planned
from dslint.planner.pools.pool import Counts
from dslint.planner.waiting import distinct_pods, room_for
from dslint.planner.workload.workloads import Workload

PodChange = Literal["replaced", "new", "gone"]


class PoolCost(NamedTuple):
    """Nodes of one pool on which the requests of a DaemonSet change by the same amounts.

    pool      empty for nodes without a pool
    nodes     as bits; of a declared pool of unknown size, those that stand for its nodes
    number    how many of them are there
    pod       whether the pod is `replaced`, `new` where none ran, or `gone`
    before    what the pod reserved
    after     what it reserves now
    smallest  the least that any of these nodes has, as far as it is known
    counts    how many nodes a declared pool may have; None for nodes that are listed
    """

    pool: str
    nodes: int
    number: int
    pod: PodChange
    before: Amounts
    after: Amounts
    smallest: Allocatable
    counts: Counts | None = None

    @property
    def change(self) -> Amounts:
        """Return resource -> increase; negative for a decrease."""
        names = dict.fromkeys((*self.after, *self.before))
        changes = ((name, self.after.get(name, 0) - self.before.get(name, 0)) for name in names)
        return {name: change for name, change in changes if change}


class Crowded(NamedTuple):
    """Pods of others that no longer fit.

    holder   the DaemonSet, or the controller of pods that wait
    nodes    where, as bits; all that had room for a pod that waits
    waiting  whether they are pods of another controller that no node has yet
    """

    holder: str
    nodes: int
    waiting: bool = False


class SmallestChange(NamedTuple):
    """The smallest machine type of a pool with room for all DaemonSets; None if no known one has it."""

    pool: str
    before: str | None
    after: str | None


class ChangeCosts:
    """The cost of every pair of a comparison."""

    def __init__(self, old: Planned, new: Planned, nodes: Sequence[Node], moved: Renumbering) -> None:
        """`nodes` are those of the comparison; `moved` converts sets of the old side's nodes."""
        self._old, self._new, self._nodes, self._moved = old, new, nodes, moved

    def of(self, pair: Pair) -> tuple[PoolCost, ...]:
        """Return the pools with changes, the one with the most nodes first."""
        if pair.refused or not self._nodes:
            return ()
        before, after = self._old_running(pair), self._new_running(pair)
        was = dict(pair.old.requests) if pair.old is not None else {}
        now = dict(pair.new.requests) if pair.new is not None else {}
        stuck = pair.stuck | never_launched(self._new).nodes
        parts: list[tuple[PodChange, int, Amounts, Amounts]] = [
            ("replaced", before & after, was, now),
            ("new", after & ~before, {}, now),
            ("gone", before & ~after & ~stuck, was, {}),
        ]
        found = [
            cost
            for pod, nodes, old, new in parts
            if old != new
            for cost in self._by_pool(nodes, pod, old, new)
        ]
        return tuple(sorted(found, key=lambda cost: (-cost.number, -cost.nodes.bit_count(), cost.pool)))

    def crowded_by(self, pair: Pair, pairs: Iterable[Pair]) -> tuple[Crowded, ...]:
        """Return pods of others that no longer fit because this pair requests more on their nodes."""
        more = union(
            cost.nodes for cost in self.of(pair) if any(change > 0 for change in cost.change.values())
        )
        if not more:
            return ()
        found = [
            Crowded(other.key, nodes)
            for other in pairs
            if other.key != pair.key and (nodes := self._short_of_room(other) & more)
        ]
        found += [Crowded(holder, nodes, waiting=True) for holder, nodes in self._waiting if nodes & more]
        return tuple(found)

    @cached_property
    def smallest(self) -> tuple[SmallestChange, ...]:
        """Return the declared pools whose smallest machine type with room for all DaemonSets changes."""
        if not self._old.inventory.pools or not self._new.inventory.pools:
            return ()
        before, after = _smallest(self._old), _smallest(self._new)
        return tuple(
            SmallestChange(pool, before[pool], machine)
            for pool, machine in after.items()
            if pool in before and machine != before[pool]
        )

    def _old_running(self, pair: Pair) -> int:
        workload = _workload(self._old, pair.key) if pair.old is not None else None
        return self._moved(_running(self._old, workload, now=True)) if workload is not None else 0

    def _new_running(self, pair: Pair) -> int:
        workload = _workload(self._new, pair.key) if pair.new is not None else None
        stays = not pair.template_changed or pair.on_delete
        return _running(self._new, workload, now=stays) if workload is not None else 0

    def _by_pool(self, nodes: int, pod: PodChange, before: Amounts, after: Amounts) -> Iterator[PoolCost]:
        members: dict[str, list[int]] = {}
        for place in places(nodes):
            members.setdefault(self._pools.name_at(place), []).append(place)
        for pool, numbers in members.items():
            chosen = [self._nodes[place] for place in numbers]
            yield PoolCost(
                pool=pool,
                nodes=set_of(numbers, len(self._nodes)),
                number=sum(node.count for node in chosen),
                pod=pod,
                before=before,
                after=after,
                smallest=_least(chosen),
                counts=self._counts.get(pool) if not any(node.count for node in chosen) else None,
            )

    @cached_property
    def _pools(self) -> NodePools:
        return NodePools(self._nodes, self._new.inventory.group_by)

    @cached_property
    def _counts(self) -> dict[str, Counts]:
        return {pool.name: pool.counts for pool in self._new.inventory.pools}

    def _short_of_room(self, other: Pair) -> int:
        """Return the nodes where a DaemonSet with unchanged requests now waits for room."""
        if other.old is None or other.new is None or other.refused:
            return 0
        if any(number > other.old.requests.get(name, 0) for name, number in other.new.requests.items()):
            return 0
        return union(group.nodes for group in other.new.why if group.lacks_only_room) & other.stuck

    @cached_property
    def _waiting(self) -> tuple[tuple[str, int], ...]:
        """Return controllers whose waiting pods had room on these nodes and now have none anywhere."""
        found = []
        for pod in distinct_pods(self._new.waiting_pods):
            before = self._moved(room_for(self._old, pod))
            if before and not room_for(self._new, pod):
                found.append((pod.holder or pod.key, before))
        return tuple(found)


def _smallest(planned: Planned) -> dict[str, str | None]:
    """Return the smallest machine type of each declared pool; pools that share a name are left out."""
    names = Counter(pool.name for pool in planned.inventory.pools)
    return {found.pool: found.machine for found in smallest_machines(planned, {}) if names[found.pool] == 1}


def _workload(planned: Planned, key: str) -> Workload | None:
    return next((workload for workload in reversed(planned.workloads) if workload.key == key), None)


def _running(planned: Planned, workload: Workload, *, now: bool) -> int:
    """Return the nodes where pods run, empty pools included: `now`, or once all of them are replaced."""
    return running_now(planned, workload) if now else running_once_replaced(planned, workload)


def _least(nodes: Sequence[Node]) -> Allocatable:
    """Return the known minimum of each resource of some nodes; nothing if one of them is unknown."""
    least: dict[str, int] = {}
    for number, node in enumerate(nodes):
        room = node.allocatable or {}
        names = room if not number else [name for name in least if name in room]
        least = {name: min(room[name], least.get(name, room[name])) for name in names}
    return least
