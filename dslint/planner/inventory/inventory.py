"""An inventory: the nodes and the pools to plan for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dslint.planner.nodes import Node
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Inventory:
    """The nodes and pools to plan for, in the given order.

    nodes     single nodes
    notes     what a reader of the plan should know about them
    pools     declared pools; a plan needs nodes that stand for them, see `pools.expand`
    variants  which of the nodes stand for part of a pool, by name
    sizes     machine type -> what pods may use of it, as the user says
    group_by  the label whose values are the pools of nodes; empty for the pools that are found by themselves
    """

    nodes: tuple[Node, ...]
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pools: tuple[Pool, ...] = ()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=dict)
    group_by: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to plan for."""
        return bool(self.nodes or self.pools)


def same_nodes(one: Inventory, other: Inventory) -> bool:
    """Whether two inventories have the same nodes and pools in the same order, wherever they are written."""
    return (
        one.pools == other.pools
        and len(one.nodes) == len(other.nodes)
        and all(
            mine == theirs or replace(mine, place=theirs.place) == theirs
            for mine, theirs in zip(one.nodes, other.nodes, strict=True)
        )
    )
