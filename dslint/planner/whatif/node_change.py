"""The effect of a what-if step on the nodes of an inventory."""

from __future__ import annotations

from typing import NamedTuple

from dslint.planner.inventory.inventory import Inventory


class NodeChange(NamedTuple):
    """The effect of a step on the nodes.

    inventory  the nodes afterwards; those that stay keep their order
    changed    places afterwards of nodes that are not as they were; new ones come last
    gone       places before of nodes that are not there any more
    touched    the names of all of them
    """

    inventory: Inventory
    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    touched: tuple[str, ...] = ()
