"""The nodes that a WHERE selects, and suggestions if it selects none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from dslint.planner.node_names import shortened
from dslint.planner.placement.node_sets import Index, places, set_of
from dslint.planner.pools.pool_names import labelled_pool, pool_of
from dslint.planner.where import Where
from dslint.values.words import closest_few, counted, either

_SHOWN = 6
_NEAREST = 3
"""The maximum number of suggestions for an unknown name."""
_ASKED = 5000
"""The maximum number of names that are searched for a similar one."""


def chosen_nodes(where: Where, index: Index) -> int:
    """Return the nodes that a WHERE selects, as bits.

    A single word is the name of a node or pool. If no node or pool has this name, it is a label key. If no
    node has the label, it is the beginning of one node's name, up to a dot, because output leaves out the
    domain of nodes.
    """
    if where.name:
        named = _named(where.name, index)
        if named:
            return named
    chosen = index.every if where.requirements or not where.name else 0
    for requirement in where.requirements:
        chosen &= index.met(requirement)
    if chosen or not where.name:
        return chosen
    in_short = _in_short(where.name, index)
    return in_short if in_short.bit_count() == 1 else 0


def ambiguous(where: Where, index: Index) -> str:
    """Return the nodes that a single word may abbreviate, if there are several; otherwise nothing."""
    found = _in_short(where.name, index) if where.name and not chosen_nodes(where, index) else 0
    if found.bit_count() <= 1:
        return ""
    names = [index.nodes[place].name for place in islice(places(found), _SHOWN)]
    more = ", …" if found.bit_count() > _SHOWN else ""
    return f"{where.name} is short for {counted(found.bit_count(), 'node')}: {', '.join(names)}{more}"


def _in_short(name: str, index: Index) -> int:
    front = f"{name}."
    found = (place for place, node in enumerate(index.nodes) if node.name.startswith(front))
    return set_of(found, len(index.nodes))


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
    """Return why a WHERE selects no node of an index, with a suggestion."""
    several = ambiguous(where, index)
    if several:
        return f"{several}; write the whole name"
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
    """Yield the possible meanings of a single word: pools, then labels, then nodes."""
    nodes = index.nodes
    pools = {pool_of(node, index.group_by).name for node in nodes} | {node.pool for node in nodes}
    keys = {key for node in nodes for key in node.labels} if where.requirements else set()
    return (pools | keys | _likely_names(where.name, [node.name for node in nodes])) - {""}


def _likely_names(word: str, names: Sequence[str]) -> set[str]:
    """Return node names, in their short form, that are candidates for a similar word."""
    short, _ = shortened(names)
    front = word[: len(word) // 2] if len(short) > _ASKED else ""
    return set(islice((name for name in short if name.startswith(front)), _ASKED))


def _some_of(values: Collection[str]) -> str:
    ordered = sorted(values)
    shown = ", ".join(value or '""' for value in ordered[:_SHOWN])
    return f"one of {shown}{', …' if len(ordered) > _SHOWN else ''}" if len(ordered) > 1 else shown


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean worker-1 or worker-3?)`, or nothing if no name is similar."""
    found = closest_few(word, sorted(known)[:_ASKED], _NEAREST)
    return f" (did you mean {either(found)}?)" if found else ""
