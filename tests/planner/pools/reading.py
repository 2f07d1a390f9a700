"""Read pools out of text, as an inventory does."""

from __future__ import annotations

from dslint.kubernetes.affinity import Requirement
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.pools.pool import Pool


def pools_in(text: str, file: str = "pools.yaml") -> tuple[Pool, ...]:
    """The pools that a text declares. Raises InventoryError."""
    return read_inventory(text, file).pools


def requirement(text: str) -> Requirement:
    """`zone In a,b`, `disk Exists`, `tier Gt 3`."""
    key, operator, *rest = text.split()
    if operator in ("Gt", "Lt"):
        return Requirement(key, operator, (), (), int(rest[0]))
    return Requirement(key, operator, tuple(rest[0].split(",")) if rest else (), ())


def labels_of(pool: Pool) -> dict[str, str]:
    """The labels that all nodes of a pool have in common."""
    return {key: only for key, label in pool.labels.items() if (only := label.values.only) is not None}


def taints_of(pool: Pool) -> list[str]:
    """The taints that stay, as people write them."""
    return [str(taint.taint) for taint in pool.taints]
