"""The answer of a plan for each pool: a DaemonSet runs on every node of it, on some, or on none, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from dslint.kubernetes.taints import PREFER_NO_SCHEDULE, is_tolerated
from dslint.planner.on_pools.launches import never_launched
from dslint.planner.outcomes import Group, groups_of
from dslint.planner.placement.node_sets import first, places, set_of, union
from dslint.planner.plan import Planned
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Origin, Pool, PoolTaint
from dslint.planner.pools.values import Value
from dslint.planner.scheduling.node_load import in_general
from dslint.planner.values import Outcome, Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.workloads import Workload
from dslint.values.remembered import remembered

Answer = Literal["every", "some", "none"]
ANSWERS: tuple[Answer, ...] = ("every", "some", "none")
TOO_SMALL = "too-small"
"""The reason why there is no node of a machine type: Karpenter does not launch it."""


class _PoolNodes:
    """The nodes of a plan that belong to declared pools or represent them; sets of nodes are bits."""

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
        launches = never_launched(planned)
        self.too_small, self._lacking = launches.nodes, launches.lacking
        self._lacked: dict[int, str] = {}
        self._choices: dict[int, _Choices] = {}

    def choices_of(self, pool: Pool) -> _Choices:
        """Return what distinguishes the representative nodes of a pool."""
        found = self._choices.get(id(pool))
        if found is None:
            found = self._choices[id(pool)] = _choices(self.among(self.of_pool.get(id(pool), 0)))
        return found

    def lacking(self, nodes: int) -> str:
        """The resources that nodes which Karpenter never launches have too little of."""
        if nodes not in self._lacked:
            names = dict.fromkeys(name for place in places(nodes) for name in self._lacking[place])
            self._lacked[nodes] = ", ".join(names)
        return self._lacked[nodes]

    def among(self, nodes: int) -> tuple[Variant, ...]:
        """Return the variants of a set of nodes."""
        return tuple(variant for place in places(nodes) if (variant := self.variants[place]) is not None)


class _Choices(NamedTuple):
    """The values of each label among some nodes of a pool, and the number of nodes with the same labels."""

    values: Mapping[str, frozenset[Value]]
    sizes: Counter[tuple[tuple[str, Value], ...]]


def _choices(variants: Iterable[Variant]) -> _Choices:
    values: dict[str, set[Value]] = {}
    sizes: Counter[tuple[tuple[str, Value], ...]] = Counter()
    for variant in variants:
        if variant.possible:
            sizes[_labels(variant)] += 1
            for choice in variant.choices:
                values.setdefault(choice.key, set()).add(choice.value)
    return _Choices({key: frozenset(found) for key, found in values.items()}, sizes)


def _labels(variant: Variant) -> tuple[tuple[str, Value], ...]:
    return tuple((choice.key, choice.value) for choice in variant.choices)


class Split(NamedTuple):
    """Nodes of a pool with the same distinguishing facts: labels, and machine types."""

    labels: tuple[tuple[str, Value], ...]
    types: tuple[str, ...]


def splits_of(answer: PoolAnswer, variants: Sequence[Variant]) -> list[Split]:
    """Return what distinguishes some nodes of a pool; a label with all of its values is left out."""
    every, here = answer.known.choices_of(answer.pool), _choices(variants)
    telling = {key for key, values in here.values.items() if values != every.values.get(key)}
    found: dict[tuple[tuple[str, Value], ...], dict[str, None]] = {}
    for variant in variants:
        labels = tuple(label for label in _labels(variant) if label[0] in telling)
        types = found.setdefault(labels, {})
        if not labels or every.sizes[_labels(variant)] > here.sizes[_labels(variant)]:
            types.update(dict.fromkeys(variant.part.types))
    return [Split(labels, tuple(types)) for labels, types in found.items()]


@remembered
def _known(planned: Planned) -> _PoolNodes:
    return _PoolNodes(planned)


@dataclass(frozen=True)
class Elsewhere:
    """A part of a pool (nodes as bits) where the pod does not run: the outcome, and why."""

    pool: Pool
    outcome: Outcome
    reasons: tuple[Reason, ...]
    nodes: int
    known: _PoolNodes

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Return the places in the pool's file that the reasons refer to."""
        return tuple(dict.fromkeys(_origins(self.pool, self.reasons)))

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Return the representative nodes of the part."""
        return self.known.among(self.nodes)


@dataclass(frozen=True)
class PoolAnswer:
    """The answer for one DaemonSet on one pool.

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
        """Return the representative nodes of the parts where the pod runs."""
        return self.known.among(self.running)


def pool_answers(planned: Planned, workload: Workload) -> tuple[PoolAnswer, ...]:
    """Return the answers of a DaemonSet for every pool of the inventory, in its order."""
    if not planned.inventory.variants:
        return ()
    known = _known(planned)
    groups = groups_of(planned, workload)
    return tuple(_answer(workload, pool, groups, known) for pool in planned.inventory.pools)


def pool_nodes(planned: Planned) -> int:
    """Return the nodes that belong to declared pools or represent them, as bits."""
    return _known(planned).every if planned.inventory.variants else 0


def possible_nodes(planned: Planned) -> int:
    """Return all nodes except those that no known machine type matches, as bits."""
    if not planned.inventory.variants:
        return planned.index.every
    return planned.index.every & ~_known(planned).impossible


def types_left_out(planned: Planned) -> dict[str, frozenset[str]]:
    """Return pool name -> the machine types that Karpenter does not launch because they are too small."""
    if not planned.inventory.variants:
        return {}
    known = _known(planned)
    found: dict[str, frozenset[str]] = {}
    for pool in planned.inventory.pools:
        variants = known.among(known.of_pool.get(id(pool), 0) & known.too_small)
        found[pool.name] = frozenset(name for variant in variants for name in variant.part.types)
    return found


def expected_nodes(planned: Planned) -> int:
    """Return the possible nodes of a pool without those that Karpenter does not launch.

    A pool without any such node keeps all, because the plan must say something about it.
    """
    too_small = never_launched(planned).nodes
    possible = possible_nodes(planned)
    if not too_small:
        return possible
    known = _known(planned)
    for nodes in known.of_pool.values():
        if not nodes & possible & ~too_small:
            too_small &= ~nodes
    return possible & ~too_small


def _answer(workload: Workload, pool: Pool, groups: tuple[Group, ...], known: _PoolNodes) -> PoolAnswer:
    nodes = known.of_pool.get(id(pool), 0)
    expected = nodes & ~known.impossible & ~known.too_small
    parts = [Group(group.outcome, group.reasons, here) for group in groups if (here := group.nodes & nodes)]
    running = 0
    for part in parts:
        if part.outcome == "runs":
            running |= part.nodes & expected
    answer: Answer = "some" if running else "none"
    if running == expected and running:
        answer = "every"
    waits = tuple(_not_tolerated(workload, pool)) if running else ()
    return PoolAnswer(pool, answer, running, tuple(_elsewhere(pool, parts, known, expected)), waits, known)


def _elsewhere(pool: Pool, parts: list[Group], known: _PoolNodes, expected: int) -> Iterator[Elsewhere]:
    too_small = 0
    for part in parts:
        if part.outcome == "pending" or not expected:
            too_small |= part.nodes & known.too_small
        if part.outcome != "runs":
            nodes = part.nodes & ~known.impossible & ~known.too_small
            if nodes:
                yield Elsewhere(pool, part.outcome, part.reasons, nodes, known)
        elif part.nodes & known.impossible:
            nodes = part.nodes & known.impossible
            yield Elsewhere(pool, "excluded", (_no_machine(known, nodes),), nodes, known)
    if too_small:
        reason = _too_small(known, too_small, every=not expected)
        yield Elsewhere(pool, "excluded", (reason,), too_small, known)


def _too_small(known: _PoolNodes, nodes: int, *, every: bool) -> Reason:
    lacking = known.lacking(nodes)
    words = "every machine type is too small" if every else "too small"
    return Reason(TOO_SMALL, lacking, f"{words} for its DaemonSets ({lacking}), so Karpenter launches none")


def told_parts(answer: PoolAnswer, shape: PodShape) -> list[Elsewhere]:
    """Return the parts where the pod does not run; parts that lack the same things count as one."""
    together: dict[object, list[Elsewhere]] = {}
    for part in answer.rest:
        together.setdefault((part.outcome, lacks(part)), []).append(part)
    return [_joined(parts, shape) for parts in together.values()]


def lacks(part: Elsewhere) -> tuple[tuple[str, str], ...]:
    """Return the subjects of the reasons of a part: (code, subject) of each."""
    return tuple((reason.code, reason.subject) for reason in part.reasons)


def _joined(parts: list[Elsewhere], shape: PodShape) -> Elsewhere:
    if len(parts) == 1:
        return parts[0]
    nodes = union(part.nodes for part in parts)
    return replace(parts[0], reasons=general_reasons(parts, shape), nodes=nodes)


def general_reasons(parts: Sequence[Elsewhere], shape: PodShape) -> tuple[Reason, ...]:
    """Return the reasons of parts that lack the same things, without the free amounts."""
    if len({part.reasons for part in parts}) == 1:
        return parts[0].reasons
    return tuple(
        in_general(shape, reasons) for reasons in zip(*(part.reasons for part in parts), strict=True)
    )


def _no_machine(known: _PoolNodes, nodes: int) -> Reason:
    variant = known.variants[first(nodes)]
    choices = variant.choices if variant is not None else ()
    wanted = ", ".join(f"{choice.key}={choice.value}" for choice in choices if choice.value is not None)
    return Reason("no-machine", wanted, f"no machine type known to dslint has {wanted}")


def _origins(pool: Pool, reasons: tuple[Reason, ...]) -> Iterator[Origin]:
    """Return the places in the pool's file that the reasons refer to."""
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
