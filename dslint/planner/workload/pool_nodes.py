"""Convert the pools of an inventory to nodes for a plan."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import Node
from dslint.planner.pools.expand import Question, Variant, Wish, variants_of
from dslint.planner.pools.pool import Pool
from dslint.planner.workload.workloads import Workload

MOST_COUNTED = 10_000
"""For a larger pool, one node represents all, as for a pool of unknown size."""


def with_pool_nodes(inventory: Inventory, workloads: Iterable[Workload]) -> Inventory:
    """Return the inventory with nodes that represent its pools, as far as these DaemonSets distinguish them.

    A pool of equal nodes with a known size becomes that many nodes. Otherwise every part of a pool that makes
    a difference is one node, which does not count: the number of such nodes is unknown.
    """
    if not inventory.pools or inventory.variants:
        return inventory
    question = Question(tuple(map(_wish, workloads)), inventory.sizes)
    taken = {node.name for node in inventory.nodes}
    found: dict[str, Variant] = {}
    for pool in inventory.pools:
        variants = variants_of(pool, question)
        for variant in variants:
            for node in _nodes(pool, variant, alone=len(variants) == 1):
                free = replace(node, name=_free_name(node.name, taken))
                taken.add(free.name)
                found[free.name] = variant._replace(node=free)
    nodes = (*inventory.nodes, *(variant.node for variant in found.values()))
    return replace(inventory, nodes=nodes, variants=found)


def _free_name(name: str, taken: Container[str]) -> str:
    """Return the name, or the first of `name.2`, `name.3`, … that no other node has.

    The number follows the order of the input, so a name stays the same when lines move between revisions.
    """
    numbered = (f"{name}.{number}" for number in count(2))
    return next(free for free in chain((name,), numbered) if free not in taken)


def _wish(workload: Workload) -> Wish:
    demands, shape = workload.demands, workload.shape
    return Wish(demands.selector, demands.terms, shape.selector, demands.tolerations, shape.requests)


def _nodes(pool: Pool, variant: Variant, *, alone: bool) -> Iterator[Node]:
    now = pool.counts.now
    if not alone or not now or now > MOST_COUNTED:
        yield variant.node
    elif pool.names:
        yield from (replace(variant.node, name=name, count=1) for name in pool.names)
    else:
        for number in range(1, now + 1):
            yield replace(variant.node, name=f"{pool.name}-{number}", count=1)
