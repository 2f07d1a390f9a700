"""Machine types of a pool as a set, whose cost does not depend on their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dslint.planner.nodes import Allocatable
from dslint.planner.pools.machine_table import ec2
from dslint.planner.pools.pool import Machines
from dslint.planner.pools.sizes import Part, Sizes, room_of

Sized = tuple[str, Allocatable | None]
"""A machine type (empty where only its size is known), and what pods may use of it, None where unknown."""


@dataclass(frozen=True)
class TypeSet:
    """Some machine types of a pool.

    machines  what decides how much of them pods may use
    given     what the user says of sizes
    table     those of EC2's table, as bits
    named     the others
    """

    machines: Machines
    given: Sizes
    table: int = 0
    named: tuple[Sized, ...] = ()

    def __len__(self) -> int:
        return self.table.bit_count() + len(self.named)

    def __iter__(self) -> Iterator[Sized]:
        """Iterate from small to large, EC2's table first."""
        if self.table:
            for machine in ec2().among(self.table):
                yield machine.type, room_of(self.machines, machine.type, self.given)
        yield from self.named

    def __contains__(self, name: object) -> bool:
        if self.table and isinstance(name, str):
            place = ec2().by_name.get(name)
            if place is not None and self.table >> place & 1:
                return True
        return any(name == other for other, _ in self.named)

    def ends(self) -> tuple[Sized, Sized]:
        """Return the smallest and the largest type. The set must not be empty."""
        if not self.table:
            return self.named[0], self.named[-1]
        low, high = self.table & -self.table, 1 << (self.table.bit_length() - 1)
        first = next(iter(TypeSet(self.machines, self.given, low)))
        last = next(iter(TypeSet(self.machines, self.given, high)))
        return first, self.named[-1] if self.named else last


def type_set(machines: Machines, parts: Iterable[Part], given: Sizes) -> TypeSet:
    """Return the machine types of some parts of a pool."""
    table = 0
    named: dict[str, Allocatable | None] = {}
    for part in parts:
        place = ec2().by_name.get(part.smallest) if machines.cloud == "aws" else None
        if place is None:
            named[part.smallest] = part.allocatable
        else:
            table |= part.more | 1 << place
    return TypeSet(machines, given, table, tuple(sorted(named.items(), key=_by_size)))


def _by_size(sized: Sized) -> tuple[int, int, str]:
    name, room = sized
    return (*size_order(room), name)


def size_order(room: Allocatable | None) -> tuple[int, int]:
    """Return the sort key: by CPU, then memory."""
    return (room or {}).get("cpu", 0), (room or {}).get("memory", 0)
