"""What a plan says of each pool: a DaemonSet runs on every node of it, on some, or on none, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from weakref import WeakKeyDictionary

from dslint.kubernetes.taints import PREFER_NO_SCHEDULE, is_tolerated
from dslint.planner.outcomes import Group, groups_of
from dslint.planner.placement.node_sets import first, places, set_of
from dslint.planner.plan import Planned
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Origin, Pool, PoolTaint
from dslint.planner.values import Outcome, Reason
from dslint.planner.workload.workloads import Workload

Answer = Literal["every", "some", "none"]
ANSWERS: tuple[Answer, ...] = ("every", "some", "none")


class _PoolNodes:
    """Which nodes of a plan belong to declared pools or stand for them; sets of nodes are bits."""

    def __init__(self, planned: Planned) -> None:
        known, nodes = planned.inventory.variants, planned.inventory.nodes
        self.variants = [known.get(node.name) for node in nodes]
        members: dict[int, list[int]] = {}
        impossible = []
        for place, variant in enumerate(self.variants):
            if variant is not None:
                members.setdefault(id(variant.pool), []).append(place)
                if not variant.possible:
                    impossible.append(place)
        self.of_pool = {pool: set_of(numbers, len(nodes)) for pool, numbers in members.items()}
        self.every = 0
        for numbers in self.of_pool.values():
            self.every |= numbers
        self.impossible = set_of(impossible, len(nodes))

    def among(self, nodes: int) -> tuple[Variant, ...]:
        """The variants of a set of nodes."""
        return tuple(variant for place in places(nodes) if (variant := self.variants[place]) is not None)


_KNOWN: WeakKeyDictionary[Planned, _PoolNodes] = WeakKeyDictionary()


def _known(planned: Planned) -> _PoolNodes:
    known = _KNOWN.get(planned)
    if known is None:
        known = _KNOWN[planned] = _PoolNodes(planned)
    return known


@dataclass(frozen=True)
class Elsewhere:
    """Part of a pool (nodes as bits) where the pod does not run: the outcome, and why."""

    pool: Pool
    outcome: Outcome
    reasons: tuple[Reason, ...]
    nodes: int
    known: _PoolNodes

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Where the pool says what the reasons are about."""
        return tuple(dict.fromkeys(_origins(self.pool, self.reasons)))

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The nodes that stand for the part."""
        return self.known.among(self.nodes)


@dataclass(frozen=True)
class PoolAnswer:
    """One DaemonSet on one pool.

    running  the nodes of the pool where the pod runs, as bits
    rest     the parts where it does not
    waits    start-up taints that the DaemonSet does not tolerate: no pod before they are gone
    """

    pool: Pool
    answer: Answer
    running: int
    rest: tuple[Elsewhere, ...]
    waits: tuple[PoolTaint, ...]
    known: _PoolNodes

    @cached_property
    def runs(self) -> tuple[Variant, ...]:
        """The nodes that stand for the parts where the pod runs."""
        return self.known.among(self.running)


def pool_answers(planned: Planned, workload: Workload) -> tuple[PoolAnswer, ...]:
    """What becomes of a DaemonSet on every pool of the inventory, in its order."""
    if not planned.inventory.variants:
        return ()
    known = _known(planned)
    groups = groups_of(planned, workload)
    return tuple(_answer(workload, pool, groups, known) for pool in planned.inventory.pools)


def pool_nodes(planned: Planned) -> int:
    """The nodes that belong to declared pools or stand for them, as bits."""
    return _known(planned).every if planned.inventory.variants else 0


def possible_nodes(planned: Planned) -> int:
    """All nodes but those that no known machine type can be, as bits."""
    if not planned.inventory.variants:
        return planned.index.every
    return planned.index.every & ~_known(planned).impossible


def _answer(workload: Workload, pool: Pool, groups: tuple[Group, ...], known: _PoolNodes) -> PoolAnswer:
    nodes = known.of_pool.get(id(pool), 0)
    parts = [Group(group.outcome, group.reasons, here) for group in groups if (here := group.nodes & nodes)]
    running = 0
    for part in parts:
        if part.outcome == "runs":
            running |= part.nodes & ~known.impossible
    answer: Answer = "some" if running else "none"
    if running == nodes & ~known.impossible and running:
        answer = "every"
    waits = tuple(_not_tolerated(workload, pool)) if running else ()
    return PoolAnswer(pool, answer, running, tuple(_elsewhere(pool, parts, known)), waits, known)


def _elsewhere(pool: Pool, parts: list[Group], known: _PoolNodes) -> Iterator[Elsewhere]:
    for part in parts:
        if part.outcome != "runs":
            nodes = part.nodes & ~known.impossible
            if nodes:
                yield Elsewhere(pool, part.outcome, part.reasons, nodes, known)
        elif part.nodes & known.impossible:
            nodes = part.nodes & known.impossible
            yield Elsewhere(pool, "excluded", (_no_machine(known, nodes),), nodes, known)


def _no_machine(known: _PoolNodes, nodes: int) -> Reason:
    variant = known.variants[first(nodes)]
    choices = variant.choices if variant is not None else ()
    wanted = ", ".join(f"{choice.key}={choice.value}" for choice in choices if choice.value is not None)
    return Reason("no-machine", wanted, f"no machine type known to dslint has {wanted}")


def _origins(pool: Pool, reasons: tuple[Reason, ...]) -> Iterator[Origin]:
    """Where the pool says what the reasons are about."""
    for reason in reasons:
        key = current_key(reason.subject.partition("=")[0])
        if key in pool.labels:
            yield pool.labels[key].origin
        yield from (taint.origin for taint in pool.taints if str(taint.taint) == reason.subject)


def _not_tolerated(workload: Workload, pool: Pool) -> Iterator[PoolTaint]:
    for taint in pool.startup_taints:
        if taint.taint.effect == PREFER_NO_SCHEDULE:
            continue
        if not is_tolerated(taint.taint, workload.demands.tolerations):
            yield taint
