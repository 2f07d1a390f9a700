"""Phrases for sets of nodes: their pools, `general 14 of 18, arm 3`, and their names."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.planner.node_names import all_names, brief, shortened
from dslint.planner.placement.node_pools import Share, pools_of, share_words
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.pools.pool_names import INSTANCE_TYPES, ROLE
from dslint.values.words import counted

_FEW_RANGES = 8
_FEWER = 4
"""In a sentence."""


def names_in(index: Index, nodes: int) -> list[str]:
    """Return the names of a set of nodes, in order."""
    return [index.nodes[place].name for place in places(nodes)]


def named(index: Index, nodes: int) -> str:
    """Return the names of nodes as ranges; all of them if they are few."""
    names = names_in(index, nodes)
    return all_names(names, _FEW_RANGES) or brief(names)


def where_words(index: Index, nodes: int) -> str:
    """The pools of nodes, then their names: `general 14 of 18: general-1..14`.

    Only the names, if they show all pools and these are complete. Only the pools, if they are complete and
    the names too many.
    """
    shares = pools_of(index).shares(nodes)
    pools = [share for share in shares if share.name]
    if not pools:
        return named(index, nodes)
    names = names_in(index, nodes)
    told = all_names(names, _FEW_RANGES)
    if _are_whole(shares) and not told:
        return share_words(shares)
    if _one_type_only(index) or _tell(names, pools):
        return told or brief(names)
    return f"{share_words(pools)}: {told}" if told else f"{share_words(shares)}: {brief(names)}"


def in_a_sentence(index: Index, nodes: int) -> str:
    """Return few nodes by name, others by pool: `gpu-1..2`, `3 nodes of arm`, `4 of 18 nodes of x`.

    Names that share a domain are names of machines, which help nobody; their pools are shown instead.
    """
    return _by_name(index, nodes) or _by_pool(index, nodes)


def counted_words(index: Index, nodes: int) -> str:
    """`1 node (edge-1)`, `3 nodes of arm`, `14 nodes (general 11 of 18, arm 3)`."""
    told = _by_name(index, nodes)
    return f"{counted(nodes.bit_count(), 'node')} ({told})" if told else _by_pool(index, nodes)


def _by_name(index: Index, nodes: int) -> str:
    """Return the names if they are few and helpful, or if nothing else is known; otherwise empty."""
    names = names_in(index, nodes)
    told = all_names(names, _FEWER)
    shares = pools_of(index).shares(nodes)
    if len(names) == 1:
        telling = "." in names[0] and _have_pools(index, shares)
        return f"{names[0]}, {shares[0].name}" if telling else names[0]
    return told if not shortened(names)[1] or not _have_pools(index, shares) else ""


def _by_pool(index: Index, nodes: int) -> str:
    number = nodes.bit_count()
    shares = pools_of(index).shares(nodes)
    if not _have_pools(index, shares):
        return f"{counted(number, 'node')} ({brief(names_in(index, nodes), 50, 2)})"
    if len(shares) > 1:
        return f"{counted(number, 'node')} ({share_words(shares, _FEWER)})"
    share = shares[0]
    of = "" if share.here == share.size or not share.size else f"{share.here} of "
    return f"{of}{counted(share.size or number, 'node')} of {share.name}"


def _have_pools(index: Index, shares: Sequence[Share]) -> bool:
    return any(share.name for share in shares) and not _one_type_only(index)


def _one_type_only(index: Index) -> bool:
    """Whether all nodes are in one pool only because they have one instance type, which says nothing."""
    if index.group_by:
        return False
    pools = pools_of(index).pools
    return len(pools) == 1 and pools[0].label in INSTANCE_TYPES


def _tell(names: Sequence[str], pools: Sequence[Share]) -> bool:
    """Whether names say as much as pools: the pools are complete, and the names contain them or are roles."""
    fronts = {name.rpartition("-")[0] for name in names}
    return _are_whole(pools) and all(
        pool.name in fronts or pool.name in names or pool.label.startswith(ROLE) for pool in pools
    )


def _are_whole(shares: Sequence[Share]) -> bool:
    return all(share.name and share.here == share.size for share in shares)
