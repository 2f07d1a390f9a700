"""The nodes that a WHERE means, and what is nearest to it where it means none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from dslint.planner.placement.node_sets import Index, set_of
from dslint.planner.pools.pool_names import labelled_pool, pool_of
from dslint.planner.where import Where
from dslint.values.words import closest

_SHOWN = 6
_ASKED = 5000
"""How many names are searched for the nearest one."""


def chosen_nodes(where: Where, index: Index) -> int:
    """The nodes that a WHERE means, as bits.

    A single word is a node's or a pool's name; where neither is called so, the label with that key.
    """
    if where.name:
        named = _named(where.name, index)
        if named or not where.requirements:
            return named
    chosen = index.every
    for requirement in where.requirements:
        chosen &= index.met(requirement)
    return chosen


def _named(name: str, index: Index) -> int:
    by = index.group_by
    found = (
        place
        for place, node in enumerate(index.nodes)
        if name in (node.name, node.pool, pool_of(node, by).name)
        or (node.pool and not by and name == labelled_pool(node).name)
    )
    return set_of(found, len(index.nodes))


def nothing_found(where: Where, index: Index) -> str:
    """Why a WHERE means no node of an index, with what is nearest."""
    if where.name:
        what = "node, pool or label" if where.requirements else "node or pool"
        return f"no {what} is called {where.name}{nearest(where.name, _names(where, index))}"
    found = f"no node has the labels {where.text}"
    for requirement in where.requirements:
        if index.met(requirement):
            continue
        keys = {key for node in index.nodes for key in node.labels}
        if requirement.key not in keys:
            return f"{found}: no node has the label {requirement.key}{nearest(requirement.key, keys)}"
        values = {value for value in index.label(requirement.key).values if value is not None}
        return f"{found}: {requirement.key} is {_some_of(values)}"
    return found


def _names(where: Where, index: Index) -> set[str]:
    """What a single word could have meant: pools, then labels, then nodes."""
    nodes = index.nodes
    pools = {pool_of(node, index.group_by).name for node in nodes} | {node.pool for node in nodes}
    keys = {key for node in nodes for key in node.labels} if where.requirements else set()
    return (pools | keys | {node.name for node in islice(nodes, _ASKED)}) - {""}


def _some_of(values: Collection[str]) -> str:
    ordered = sorted(values)
    shown = ", ".join(value or '""' for value in ordered[:_SHOWN])
    return f"one of {shown}{', …' if len(ordered) > _SHOWN else ''}" if len(ordered) > 1 else shown


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean worker-1?)`, or nothing where no name is near."""
    found = closest(word, sorted(known)[:_ASKED])
    return f" (did you mean {found}?)" if found else ""
