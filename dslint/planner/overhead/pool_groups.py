"""The pool of a node, and the machine that its labels name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dslint.kubernetes.amounts import BYTES, shown
from dslint.planner.nodes import ENOUGH, Allocatable, Node
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.plan import Planned
from dslint.planner.pools.pool_names import INSTANCE_TYPES

_TENTH_OF_GI = (1 << 30) // 10
_SYSTEMS = ("kubernetes.io/os", "beta.kubernetes.io/os")


class PoolGroup(NamedTuple):
    """A pool: its name, empty for nodes without one, and its declaration, if it is declared."""

    name: str
    declared: int = 0


def pool_groups(planned: Planned) -> list[PoolGroup]:
    """The pool of each node, in the order of the nodes."""
    variants, pools = planned.inventory.variants, pools_of(planned.index)
    return [
        PoolGroup(pools.name_at(place), id(variants[node.name].pool) if node.name in variants else 0)
        for place, node in enumerate(planned.inventory.nodes)
    ]


def machine_type(labels: Mapping[str, str]) -> str:
    """Return the machine type in the labels; empty if there is none."""
    return next((labels[key] for key in INSTANCE_TYPES if labels.get(key)), "")


def machine_names(nodes: Iterable[Node]) -> list[str]:
    """Return the machine of each node: its type, with the size if a type has several; else its size."""
    listed = list(nodes)
    sizes: dict[str, set[tuple[object, ...]]] = {}
    for node in listed:
        sizes.setdefault(machine_type(node.labels), set()).add(size_key(node.allocatable))
    return [_machine_name(node, several=len(sizes[machine_type(node.labels)]) > 1) for node in listed]


def _machine_name(node: Node, *, several: bool) -> str:
    name, size = machine_type(node.labels), size_name(node.allocatable)
    return f"{name} ({size})" if name and several and size else name or size


def size_name(allocatable: Allocatable | None) -> str:
    """Return the name of a machine without a known type: `4 CPU, 16Gi`; empty if its size is unknown."""
    room = allocatable or {}
    parts = [f"{shown('cpu', room['cpu'])} CPU"] if "cpu" in room else []
    parts += [shown("memory", room["memory"])] if "memory" in room else []
    return ", ".join(parts)


def system_of(node: Node) -> str:
    """Return `linux` or `windows`; empty if no label says it."""
    return next((node.labels[key] for key in _SYSTEMS if key in node.labels), "")


def size_key(room: Allocatable | None) -> tuple[object, ...]:
    """Return the key that distinguishes sizes: machines of one type differ by some kilobytes."""
    return (None,) if room is None else tuple((name, _rounded(name, room[name])) for name in sorted(room))


def _rounded(resource: str, number: int) -> int:
    """Round bytes to a tenth of a Gi, or to 10 Mi for small amounts; nothing else is rounded."""
    if resource not in BYTES or number == ENOUGH:
        return number
    step = _TENTH_OF_GI if number >= 1 << 30 else 10 << 20
    return round(number / step) * step
