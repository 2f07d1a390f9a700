"""The cost of a change, in words and as JSON data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dslint.kubernetes.amounts import exact, shown
from dslint.kubernetes.requests import Amounts, total
from dslint.planner.difference.comparison import Comparison
from dslint.planner.difference.cost_change import Crowded, PodChange, PoolCost
from dslint.planner.difference.pairs import Pair
from dslint.planner.node_names import some
from dslint.planner.overhead.amounts import part_of
from dslint.planner.placement.node_pools import Share, share_words
from dslint.planner.placement.node_sets import places
from dslint.planner.pools.pool import Counts
from dslint.report.plan.rollout_json import Told
from dslint.report.plan.room_text import NO_POOL
from dslint.report.pools_text import bounds
from dslint.values.words import counted

_MOST_POOLS = 6
_MOST_SIZES = 3


def cost_words(pair: Pair, comparison: Comparison) -> Iterator[str]:
    """Return a sentence per set of nodes with the same changes."""
    if not comparison.nodes:
        yield from _per_pod(pair)
        return
    together: dict[PodChange, list[PoolCost]] = {}
    for cost in comparison.costs.of(pair):
        together.setdefault(cost.pod, []).append(cost)
    for costs in together.values():
        words = f"{_change_words(costs[0])} on {_where(costs)}{_OF_PODS[costs[0].pod]}"
        in_all = _total_words(costs) if sum(cost.number for cost in costs) > 1 else ""
        parts = (words, f"{in_all} in all" if in_all else "", _then_words(costs))
        yield "; ".join(part for part in parts if part)


def _per_pod(pair: Pair) -> Iterator[str]:
    """Return the requests of each pod, before and after, for a change without an inventory."""
    if pair.old is not None and pair.new is not None and not pair.refused:
        cost = PoolCost("", 0, 0, "replaced", dict(pair.old.requests), dict(pair.new.requests), {})
        if cost.change:
            yield f"{_change_words(cost)} for each pod"


def _where(costs: Sequence[PoolCost]) -> str:
    """`each of 14 nodes of general`, `each of 5 nodes (general 3, edge 2)`, `each node of spot (0..9)`."""
    there = [cost for cost in costs if cost.number]
    number = sum(cost.number for cost in there)
    nodes = "1 node" if number == 1 else f"each of {number} nodes"
    parts = []
    if len(there) == 1:
        parts = [f"{nodes}{f' of {there[0].pool}' if there[0].pool else ''}"]
    elif there:
        parts = [f"{nodes} ({share_words([Share(cost.pool, cost.number, cost.number) for cost in there])})"]
    coming = [f"{cost.pool}{_bounds(cost.counts)}" for cost in costs if not cost.number]
    if coming:
        parts.append(f"each node of {some(coming, _MOST_POOLS)}")
    return " and ".join(parts)


def _bounds(counts: Counts | None) -> str:
    """Return ` (0..20)`, the bounds of a pool; nothing if they are unknown."""
    return f" ({bounds(counts)})" if counts is not None and counts.most is not None else ""


def _change_words(cost: PoolCost) -> str:
    parts = (_one_change(cost, name, change) for name, change in cost.change.items())
    return ", ".join(parts)


def _one_change(cost: PoolCost, name: str, change: int) -> str:
    """Return `+100m cpu (100m -> 200m)`; one number if there was or is no request."""
    sides = [shown(name, amounts[name]) for amounts in (cost.before, cost.after) if name in amounts]
    return f"{_signed(name, change)} {name}{f' ({sides[0]} -> {sides[1]})' if len(sides) > 1 else ''}"


_OF_PODS: dict[PodChange, str] = {"replaced": "", "new": " (new pods)", "gone": " (pods that go)"}


def _then_words(costs: Sequence[PoolCost]) -> str:
    """Return `then 35 % of 2 cpu on edge`: where the pod takes the largest part of a node afterwards."""
    found: dict[str, list[tuple[float, str]]] = {}
    for cost in costs:
        for name in cost.change:
            part = part_of(cost.smallest, name, cost.after.get(name, 0))
            if part:
                of = f"{100 * part:.3g} % of {shown(name, cost.smallest[name])} {name}"
                found.setdefault(cost.pool, []).append((part, of))
    ordered = sorted(found.items(), key=lambda item: -max(part for part, _ in item[1]))
    words = [", ".join(of for _, of in parts) for _, parts in ordered]
    if len(costs) > 1:
        words = [f"{of} on {pool or NO_POOL}" for of, (pool, _) in zip(words, ordered, strict=True)]
    return f"then {', '.join(words[:_MOST_SIZES])}" if words else ""


def _signed(resource: str, number: int) -> str:
    return f"{'-' if number < 0 else '+'}{shown(resource, abs(number))}"


def _together(costs: Iterable[PoolCost]) -> Amounts:
    return total({name: number * cost.number for name, number in cost.change.items()} for cost in costs)


def _total_words(costs: Iterable[PoolCost]) -> str:
    """`+1.4 cpu, +896Mi memory`."""
    parts = []
    for name, number in _together(costs).items():
        sign = "-" if number < 0 else "+"
        amount = f"{abs(number) / 1000:g}" if name == "cpu" else shown(name, abs(number))
        if number:
            parts.append(f"{sign}{amount} {name}")
    return ", ".join(parts)


def crowded_words(pair: Pair, comparison: Comparison) -> Iterator[str]:
    """Return the pods that no longer fit because of a pair: `test/exporter on 2 nodes (n1..2)`."""
    for crowded in comparison.costs.crowded_by(pair, comparison.all_pairs):
        yield _crowded(crowded, comparison)


def _crowded(crowded: Crowded, comparison: Comparison) -> str:
    names = _names(crowded.nodes, comparison)
    if crowded.waiting:
        return f"{crowded.holder}, whose pods wait: there was room on {some(names)}, but no longer"
    return f"{crowded.holder} on {counted(len(names), 'node')} ({some(names)})"


def smallest_words(comparison: Comparison) -> Iterator[str]:
    """Return the declared pools that need other machines now."""
    for change in comparison.costs.smallest:
        before, after = change.before or "none", change.after or "none"
        yield f"pool {change.pool}: the smallest type with room for its DaemonSets: {before} -> {after}"


def cost_records(pair: Pair, comparison: Comparison, told: Told) -> dict[str, Any]:
    """Return the same as JSON data; `told` converts a set of nodes."""
    return {
        "cost": list(cost_words(pair, comparison)),
        "cost_by_pool": [
            {
                "pool": cost.pool,
                "nodes": told(cost.nodes),
                "there": cost.number,
                "pod": cost.pod,
                "before": _amounts(cost.before),
                "after": _amounts(cost.after),
                "change": {name: _exact(name, number) for name, number in cost.change.items()},
            }
            for cost in comparison.costs.of(pair)
        ],
        "no_longer_fits": [
            {"name": crowded.holder, "nodes": told(crowded.nodes), "waiting": crowded.waiting}
            for crowded in comparison.costs.crowded_by(pair, comparison.all_pairs)
        ],
    }


def _amounts(amounts: Amounts) -> dict[str, str]:
    return {name: exact(name, number) for name, number in amounts.items()}


def _exact(resource: str, number: int) -> str:
    return f"{'-' if number < 0 else ''}{exact(resource, abs(number))}"


def _names(nodes: int, comparison: Comparison) -> list[str]:
    return [comparison.nodes[place].name for place in places(nodes)]
