"""What a plan says of each pool: a DaemonSet runs on every node of it, on some, or on none, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dslint.kubernetes.taints import PREFER_NO_SCHEDULE, is_tolerated
from dslint.planner.outcomes import groups_of
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.plan import Planned
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Origin, Pool, PoolTaint
from dslint.planner.values import Outcome, Reason
from dslint.planner.workload.workloads import Workload

Answer = Literal["every", "some", "none"]
ANSWERS: tuple[Answer, ...] = ("every", "some", "none")


class Elsewhere(NamedTuple):
    """Part of a pool where the pod does not run: the outcome, why, and where the pool says so."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    variants: tuple[Variant, ...]
    origins: tuple[Origin, ...]


class PoolAnswer(NamedTuple):
    """One DaemonSet on one pool.

    runs   the parts of the pool where the pod runs
    rest   the parts where it does not
    waits  start-up taints that the DaemonSet does not tolerate: no pod before they are gone
    """

    pool: Pool
    answer: Answer
    runs: tuple[Variant, ...]
    rest: tuple[Elsewhere, ...]
    waits: tuple[PoolTaint, ...]


def pool_answers(planned: Planned, workload: Workload) -> tuple[PoolAnswer, ...]:
    """What becomes of a DaemonSet on every pool of the inventory, in its order."""
    variants = planned.inventory.variants
    if not variants:
        return ()
    nodes = planned.inventory.nodes
    found: dict[int, list[tuple[Outcome, tuple[Reason, ...], Variant]]] = {}
    for group in groups_of(planned, workload):
        for place in places(group.nodes):
            variant = variants.get(nodes[place].name)
            if variant is not None:
                found.setdefault(id(variant.pool), []).append((group.outcome, group.reasons, variant))
    return tuple(_answer(workload, pool, found.get(id(pool), [])) for pool in planned.inventory.pools)


def pool_nodes(planned: Planned) -> int:
    """The nodes that belong to declared pools or stand for them, as bits."""
    variants, nodes = planned.inventory.variants, planned.inventory.nodes
    if not variants:
        return 0
    return set_of((place for place, node in enumerate(nodes) if node.name in variants), len(nodes))


def _answer(
    workload: Workload, pool: Pool, parts: list[tuple[Outcome, tuple[Reason, ...], Variant]]
) -> PoolAnswer:
    runs = tuple(variant for outcome, _, variant in parts if outcome == "runs" and variant.possible)
    rest = tuple(_elsewhere(pool, parts))
    real = [part for part in parts if part[2].possible]
    answer: Answer = "none" if not runs else "every" if len(runs) == len(real) else "some"
    waits = tuple(_not_tolerated(workload, pool)) if runs else ()
    return PoolAnswer(pool, answer, runs, rest, waits)


def _elsewhere(pool: Pool, parts: list[tuple[Outcome, tuple[Reason, ...], Variant]]) -> Iterator[Elsewhere]:
    together: dict[tuple[Outcome, tuple[Reason, ...], bool], list[Variant]] = {}
    for outcome, reasons, variant in parts:
        if outcome != "runs" or not variant.possible:
            together.setdefault((outcome, reasons, variant.possible), []).append(variant)
    for (outcome, reasons, possible), variants in together.items():
        if possible:
            origins = tuple(dict.fromkeys(_origins(pool, reasons)))
            yield Elsewhere(outcome, reasons, tuple(variants), origins)
        elif outcome == "runs":
            yield Elsewhere("excluded", (_no_machine(variants[0]),), tuple(variants), ())


def _no_machine(variant: Variant) -> Reason:
    labels = [f"{choice.key}={choice.value}" for choice in variant.choices if choice.value is not None]
    wanted = ", ".join(labels)
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


def possible_nodes(planned: Planned) -> int:
    """All nodes but those that no known machine type can be, as bits."""
    variants, nodes = planned.inventory.variants, planned.inventory.nodes
    impossible = {name for name, variant in variants.items() if not variant.possible}
    if not impossible:
        return planned.index.every
    return set_of((place for place, node in enumerate(nodes) if node.name not in impossible), len(nodes))
