"""Read an input in any accepted form, and inventories from the inputs that were named as one."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory.contents import ACCEPTED, Contents, Source, inventory_of
from dslint.planner.inventory.contents_yaml import read_written
from dslint.planner.inventory.inventory import Inventory


def read_contents(source: Source) -> Contents:
    """Sort one input by kind. Raises InventoryError for an unreadable or unusable input."""
    if source.content[:1] in (b"{", b"[") or source.content[:64].lstrip()[:1] in (b"{", b"["):
        from dslint.planner.inventory.contents_json import read_json  # noqa: PLC0415 - loads msgspec
        from dslint.planner.inventory.contents_terraform import (  # noqa: PLC0415 - same
            is_terraform,
            read_terraform,
        )

        contents = read_terraform(source) if is_terraform(source.content) else read_json(source)
        if contents is not None:
            return contents
    return read_written(source)


def read_inventory(text: str | bytes, file: str = "inventory.yaml") -> Inventory:
    """Return the nodes of one text in any accepted form. Raises InventoryError."""
    contents = read_sources(
        [Source(file, text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)]
    )
    return inventory_of(contents, (file,))


def read_sources(sources: Iterable[Source]) -> Contents:
    """Return the contents of inputs that were named as inventories.

    Raises InventoryError with every fault.
    """
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


def not_an_inventory(source: Source, contents: Contents) -> Fault | None:
    """Return why an input is not an inventory; None if it has a node, or an empty list of nodes."""
    if contents.nodes or contents.declared or contents.sizes:
        return None
    if contents.pods_seen:
        message = (
            f"this holds {contents.pods_seen} Pods and no Node; give it as --pods {source.file}, and "
            "the nodes as kubectl get nodes -o json prints them"
        )
        return Fault(source.file, 1, 1, message)
    if contents.strange:
        return contents.strange[0]
    if contents.objects:
        first = contents.objects[0].manifest
        span = first.document.span(first.node)
        return Fault(
            source.file, span.line, span.column, f"this is a {first.name.kind}, not an inventory; {ACCEPTED}"
        )
    return None
