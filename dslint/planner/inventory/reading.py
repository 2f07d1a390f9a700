"""Inventories: from whatever was named as one to nodes."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory.contents import Contents, Source, inventory_of, not_an_inventory, read_contents
from dslint.planner.inventory.inventory import Inventory


def read_inventory(text: str | bytes, file: str = "inventory.yaml") -> Inventory:
    """The nodes of one text in any accepted form. Raises InventoryError."""
    contents = read_sources([Source(file, text.encode() if isinstance(text, str) else text)])
    return inventory_of(contents, (file,))


def read_sources(sources: Iterable[Source]) -> Contents:
    """The contents of inputs that were all named as inventories. Raises InventoryError with every fault."""
    total = Contents()
    faults: list[Fault] = []
    for source in sources:
        try:
            contents = read_contents(source)
        except InventoryError as error:
            faults.extend(error.faults)
            continue
        fault = not_an_inventory(source, contents)
        if fault is not None:
            faults.append(fault)
        total += contents
    if faults:
        raise InventoryError(faults)
    return total
