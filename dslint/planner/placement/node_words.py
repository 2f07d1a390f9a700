"""Phrases for sets of nodes: their pools, `general 14 of 18, arm 3`, and their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import overload

from dslint.planner.node_names import NamesOfOneDomain, all_names, brief, shortened
from dslint.planner.placement.node_pools import Share, pools_of, share_words
from dslint.planner.placement.node_sets import Column, Index, first, places
from dslint.planner.pools.pool_names import INSTANCE_TYPES, ROLE
from dslint.values.remembered import remembered
from dslint.values.words import counted

_QUICKLY = 64
"""Up to this number of nodes, nothing is cached."""
_MOST_DOMAINS = 16
"""With more domains, names are compared one by one."""
_FEW_RANGES = 8
_FEWER = 4
"""In a sentence."""


class _Names(Sequence[str]):
    """The names of a set of nodes, in order; each is looked up when it is asked for.

    Most of what is said of many nodes names a few of them: the others are only counted.
    """

    def __init__(self, index: Index, nodes: int) -> None:
        self._nodes = index.nodes
        self._set = nodes

    def __len__(self) -> int:
        return self._set.bit_count()

    def __iter__(self) -> Iterator[str]:
        return (self._nodes[place].name for place in places(self._set))

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        return list(self)[place] if place else self._nodes[first(self._set)].name


class _NamesOfOneDomain(_Names, NamesOfOneDomain):
    def __init__(self, index: Index, nodes: int, domain: str) -> None:
        super().__init__(index, nodes)
        self.domain = domain

    def hosts(self) -> Sequence[str]:
        return _Hosts(self)


class _Hosts(Sequence[str]):
    """Names up to their first dot."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return (name.partition(".")[0] for name in self._names)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        return list(self)[place]


@remembered
def _domains(index: Index) -> Mapping[str, int]:
    """Domain (from the first dot of a name on) -> the nodes, as bits; nothing where there are many."""
    column = Column(dot + rest for _, dot, rest in (node.name.partition(".") for node in index.nodes))
    if len(column.values) > _MOST_DOMAINS:
        return {}
    return {domain: column.among((domain,)) for domain in column.values}


def names_in(index: Index, nodes: int) -> Sequence[str]:
    """Return the names of a set of nodes, in order, with the domain that they share, if they do."""
    domain = next((domain for domain, those in _domains(index).items() if not nodes & ~those), None)
    return _Names(index, nodes) if domain is None else _NamesOfOneDomain(index, nodes, domain)


@remembered
def _told(_index: Index) -> dict[tuple[str, int], str]:
    """Return the words for sets of nodes so far: many DaemonSets have the same sets."""
    return {}


def _once(words: Callable[[Index, int], str]) -> Callable[[Index, int], str]:
    """Work out the words for a set of nodes once; those for few nodes cost less than to keep."""

    @wraps(words)
    def answer(index: Index, nodes: int) -> str:
        if nodes.bit_count() <= _QUICKLY:
            return words(index, nodes)
        told, key = _told(index), (words.__name__, nodes)
        if key not in told:
            told[key] = words(index, nodes)
        return told[key]

    return answer


@_once
def named(index: Index, nodes: int) -> str:
    """Return the names of nodes as ranges; all of them if they are few."""
    names = names_in(index, nodes)
    return all_names(names, _FEW_RANGES) or brief(names)


@_once
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


@_once
def in_a_sentence(index: Index, nodes: int) -> str:
    """Return few nodes by name, others by pool: `gpu-1..2`, `3 nodes of arm`, `4 of 18 nodes of x`.

    Names that share a domain are names of machines, which help nobody; their pools are shown instead.
    """
    return _by_name(index, nodes) or _by_pool(index, nodes)


@_once
def counted_words(index: Index, nodes: int) -> str:
    """`1 node (edge-1)`, `3 nodes of arm`, `14 nodes (general 11 of 18, arm 3)`."""
    told = _by_name(index, nodes)
    return f"{counted(nodes.bit_count(), 'node')} ({told})" if told else _by_pool(index, nodes)


@_once
def _by_name(index: Index, nodes: int) -> str:
    """Return the names if they are few and helpful, or if nothing else is known; otherwise empty."""
    names = names_in(index, nodes)
    told = all_names(names, _FEWER)
    shares = pools_of(index).shares(nodes)
    if len(names) == 1:
        telling = "." in names[0] and _have_pools(index, shares)
        return f"{names[0]}, {shares[0].name}" if telling else names[0]
    return told if not shortened(names)[1] or not _have_pools(index, shares) else ""


@_once
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
    if not _are_whole(pools):
        return False
    fronts = {name.rpartition("-")[0] for name in names}
    return all(pool.name in fronts or pool.name in names or pool.label.startswith(ROLE) for pool in pools)


def _are_whole(shares: Sequence[Share]) -> bool:
    return all(share.name and share.here == share.size for share in shares)
