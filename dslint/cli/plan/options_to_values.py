"""Convert options that `plan` and `diff` share: the nodes, and the selected DaemonSets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dslint.cli.exits import UsageError
from dslint.cli.inputs.inventories import inventory_contents
from dslint.kubernetes.amounts import amount
from dslint.kubernetes.formats.names import label_key
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.plan import Planned
from dslint.reader.objects import Told
from dslint.values.globs import chosen


def shown_numbers(planned: Planned, only: tuple[str, ...]) -> frozenset[int] | None:
    """Return the numbers of the DaemonSets in `--only`; None without it. All of them count."""
    if not only:
        return None
    return frozenset(workload.number for workload in planned.workloads if chosen(workload.key, only))


def is_shown(told: Told, planned: Planned, only: frozenset[int] | None) -> bool:
    """Whether a problem is shown: it is not about a DaemonSet that `--only` excludes."""
    if only is None or told.manifest is None:
        return True
    numbers = [
        workload.number
        for workload in planned.workloads
        if workload.source.manifest.node is told.manifest.node
    ]
    return not numbers or numbers[0] in only


def with_sizes(inventory: Inventory, names: tuple[str, ...]) -> Inventory:
    """Return the inventory with the sizes of machine types from files. Raises UsageError."""
    if not names:
        return inventory
    try:
        contents = inventory_contents(names)
    except InventoryError as error:
        raise UsageError(str(error)) from None
    if not contents.sizes:
        msg = f"--sizes {names[0]}: this file has no sizes:"
        raise UsageError(msg)
    return replace(inventory, sizes={**inventory.sizes, **contents.sizes})


def grouped_by(inventory: Inventory, label: str | None) -> Inventory:
    """Return the inventory with the label of `--group-by`. Raises UsageError for any other text."""
    if label is None:
        return inventory
    fault = label_key(label)
    if fault:
        key, equals, _ = label.partition("=")
        instead = f"; write --group-by {key}" if equals and not label_key(key) else ""
        msg = f"--group-by: {label!r} is not a label's key: it {fault}{instead}"
        raise UsageError(msg)
    return replace(inventory, group_by=label)


def parse_room(written: str | None) -> Mapping[str, int] | None:
    """Parse `cpu=500m,memory=1Gi` as amounts. Raises UsageError."""
    if written is None:
        return None
    room = {}
    for part in written.split(","):
        name, _, quantity = part.strip().partition("=")
        number = amount(name, quantity) if label_key(name) == "" else None
        if number is None or number < 0:
            msg = f"--room: {part.strip()!r} is not an amount; expected RESOURCE=AMOUNT, such as cpu=500m"
            raise UsageError(msg)
        room[name] = number
    return room
