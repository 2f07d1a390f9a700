"""The pools of the nodes of a plan: their names, their nodes, and their share of a set of nodes.

`pools.pool_names` decides which pool a node is in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import Index, places, set_of
from dslint.planner.pools.pool_names import pool_of
from dslint.values.remembered import remembered
from dslint.values.words import counted

_MOST_SETS = 512
"""With more pools, members are counted one by one, because a set per pool would need too much memory."""


class NodePool(NamedTuple):
    """A pool: its name, the label that names it ("" if it is declared), and its nodes as bits.

    `nodes` also includes the models of pools without a node; `& planned.there` removes them.
    """

    name: str
    label: str
    nodes: int


class Share(NamedTuple):
    """The number of nodes of a pool that are `here`, in a set of nodes, out of its `size`.

    Only existing nodes count: both are 0 for an autoscaled pool without a node. The name is empty for nodes
    without a pool; the label names the pool, and is empty for a declared one.
    """

    name: str
    here: int
    size: int
    label: str = ""

    @property
    def words(self) -> str:
        """`general 14 of 18`, `arm 3`, `gpu 0`, `2 without a pool`."""
        number = str(self.here) if self.here == self.size else f"{self.here} of {self.size}"
        return f"{self.name} {number}" if self.name else f"{number} without a pool"


class NodePools:
    """The pools of some nodes. Build it with `pools_of(planned.index)`, which does so once per plan.

    >>> pools = pools_of(planned.index)
    >>> for pool in pools.pools:                # every pool, by name
    ...     pool.name, (pool.nodes & planned.there).bit_count()
    >>> pools.name_at(place)                    # the pool of one node, "" for none
    >>> share_words(pools.shares(group.nodes))  # "general 14 of 18, arm 3"
    """

    def __init__(self, nodes: Sequence[Node], group_by: str = "") -> None:
        """Store the nodes of a plan or inventory; sets of nodes (bits) use their order."""
        self._there = [node.count > 0 for node in nodes]
        found = [pool_of(node, group_by) for node in nodes]
        self._labels: dict[str, str] = {}
        for pool in found:
            self._labels.setdefault(pool.name, pool.label)
        ordered = sorted(self._labels, key=lambda name: (not name, name))
        codes = {name: code for code, name in enumerate(ordered)}
        self.names = tuple(ordered)
        self.code_of = [codes[pool.name] for pool in found]
        self._sizes = Counter(
            code for code, is_there in zip(self.code_of, self._there, strict=True) if is_there
        )

    def __bool__(self) -> bool:
        """Whether any node has a pool."""
        return bool(self.names and self.names[0])

    def name_at(self, place: int) -> str:
        """Return the pool of the node at an index; empty if it has none."""
        return self.names[self.code_of[place]]

    @cached_property
    def sets(self) -> tuple[int, ...]:
        """Return the nodes of each of `names`, as bits."""
        members: list[list[int]] = [[] for _ in self.names]
        for place, code in enumerate(self.code_of):
            members[code].append(place)
        return tuple(set_of(numbers, len(self.code_of)) for numbers in members)

    @cached_property
    def pools(self) -> tuple[NodePool, ...]:
        """Return the pools by name. Nodes without a pool come last, under an empty name."""
        return tuple(
            NodePool(name, self._labels[name], nodes)
            for name, nodes in zip(self.names, self.sets, strict=True)
        )

    def named(self, name: str) -> int:
        """Return the nodes of one pool as bits; 0 for an unknown name."""
        if not name or name not in self._labels:
            return 0
        code = self.names.index(name)
        return set_of((place for place, other in enumerate(self.code_of) if other == code), len(self.code_of))

    def shares(self, nodes: int) -> tuple[Share, ...]:
        """Return the pools with nodes in a set and the number of these nodes, the largest number first."""
        shares = (self._share(code, here) for code, here in self._counted(nodes))
        return tuple(sorted(shares, key=lambda share: (not share.name, -share.here, share.name)))

    def _share(self, code: int, here: int) -> Share:
        name = self.names[code]
        return Share(name, here, self._sizes[code], self._labels[name])

    def _counted(self, nodes: int) -> Iterable[tuple[int, int]]:
        """Yield each pool in a set and the number of its nodes there, without models."""
        if len(self.names) > _MOST_SETS:
            here = Counter[int]()
            for place in places(nodes):
                here[self.code_of[place]] += self._there[place]
            return here.items()
        there = self._there_bits
        return [
            (code, (both & there).bit_count())
            for code, members in enumerate(self.sets)
            if (both := members & nodes)
        ]

    @cached_property
    def _there_bits(self) -> int:
        return set_of((place for place, is_there in enumerate(self._there) if is_there), len(self._there))


@remembered
def pools_of(index: Index) -> NodePools:
    """Return the pools of the nodes of a plan (`planned.index`), grouped by `Inventory.group_by`."""
    return NodePools(index.nodes, index.group_by)


def share_words(shares: Sequence[Share], most: int = 6) -> str:
    """`general 14 of 18, arm 3 and 2 more pools`."""
    words = ", ".join(share.words for share in shares[:most])
    more = len(shares) - most
    return words if more <= 0 else f"{words} and {counted(more, 'more pool')}"
