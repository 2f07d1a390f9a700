"""The possible sizes of nodes of a pool: from machine types, from the declaration, or from the user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.pools import named_machines
from dslint.planner.pools.allocatable import DEFAULT_PODS, FORMULAS, Capacity, amounts
from dslint.planner.pools.machine_table import ARCH, INSTANCE_TYPE, ec2, is_of_type
from dslint.planner.pools.pool import Machines, Pool
from dslint.planner.pools.values import Value

Sizes = Mapping[str, Allocatable]
"""Machine type -> its room for pods, from the user."""

NO_SIZES: Sizes = MappingProxyType({})

Needs = tuple[tuple[str, int], ...]
"""The maximum total request of DaemonSets on one node: more room makes no difference."""

_Frozen = tuple[tuple[str, int], ...]


class Part(NamedTuple):
    """Machines of a pool whose differences do not matter: the smallest represents all.

    smallest     the name of its type; empty where only the size is known
    allocatable  what pods may use of the smallest; None where that is not known
    more         the other types, as a set in the table of EC2
    """

    smallest: str
    allocatable: Allocatable | None
    more: int = 0

    @property
    def types(self) -> tuple[str, ...]:
        """Return the names of all types, from small to large."""
        more = tuple(machine.type for machine in ec2().among(self.more)) if self.more else ()
        return (self.smallest, *more) if self.smallest else more


NO_MACHINE = Part("", None)
"""Nothing is known of the machines."""


class Alike(NamedTuple):
    """Machines of a pool whose labels meet the same requirements.

    labels  key -> value of the labels that follow from the type; None for one that it lacks
    part    the machines, where all are of one size
    types   else the types, as a set in the table of EC2
    rules   what decides how much of each pods may use
    given   what the user says of sizes
    """

    labels: Mapping[str, Value]
    part: Part | None = None
    types: int = 0
    rules: Rules | None = None
    given: Sizes = MappingProxyType({})

    def apart(self, needs: Needs) -> Iterator[Part]:
        """Split the machines by size, as far as it matters for requests up to `needs`."""
        if self.part is not None or self.rules is None:
            yield self.part or Part("", None)
            return
        table, rooms = ec2(), _rooms(self.rules, _frozen_sizes(self.given))
        for types in rooms.apart(self.types, needs):
            first = next(table.among(types))
            room = self.given.get(first.type) or _of_type(self.rules, first.type)
            yield Part(first.type, room, types & (types - 1))


def machines_of(pool: Pool, asked: Mapping[str, Sequence[Requirement]], given: Sizes) -> list[Alike]:
    """Split the machines of a pool as far as the requested labels distinguish them.

    Empty if nothing is known of the machines.
    """
    machines = pool.machines
    if machines.capacity is not None:
        return [Alike({}, Part("", _of_capacity(machines)))]
    if machines.cloud == "aws":
        return list(_of_ec2(pool, asked, given))
    return [_of_name(machines, name, given) for name in machines.types]


def _of_capacity(machines: Machines) -> Allocatable:
    """Return the declared size minus its reservations."""
    reserved = machines.reserved or {}
    capacity = dict(machines.capacity or {})
    if machines.max_pods is not None:
        capacity["pods"] = machines.max_pods
    room = {name: max(number - reserved.get(name, 0), 0) for name, number in capacity.items()}
    return {"ephemeral-storage": ENOUGH, "pods": DEFAULT_PODS, **room}


def _of_name(machines: Machines, name: str, given: Sizes) -> Alike:
    capacity = (named_machines.gce if machines.cloud == "gcp" else named_machines.azure)(name)
    labels: dict[str, Value] = {INSTANCE_TYPE: name}
    if capacity is None:
        return Alike(labels, Part(name, given.get(name)))
    labels[ARCH] = "arm64" if capacity.arm else "amd64"
    capacity = capacity._replace(windows=machines.image.lower() == "windows")
    return Alike(labels, Part(name, given.get(name) or _room(machines, capacity, {})))


def _of_ec2(pool: Pool, asked: Mapping[str, Sequence[Requirement]], given: Sizes) -> Iterator[Alike]:
    table, machines = ec2(), pool.machines
    chosen = table.every
    if machines.types:
        chosen = sum(1 << table.by_name[name] for name in {*machines.types} & table.by_name.keys())
    for name in machines.types or _named_types(pool):
        if name not in table.by_name:
            yield Alike({INSTANCE_TYPE: name}, Part(name, given.get(name)))
    chosen &= table.matching((key, label.values) for key, label in pool.labels.items())
    keys = [key for key in asked if is_of_type(key)]
    sets = [chosen] if chosen else []
    for key in keys:
        sets = _refined(sets, _alike(key, tuple(asked[key])))
    for types in sets:
        first = next(table.among(types))
        labels = {key: first.label(key) for key in keys}
        yield Alike(labels, types=types, rules=_rules(machines), given=given)


def _named_types(pool: Pool) -> tuple[str, ...]:
    """Return the machine types that the requirements of a pool name, if they name all."""
    label = pool.labels.get(INSTANCE_TYPE)
    return tuple(sorted(label.values.listed)) if label is not None and not label.values.others else ()


def _refined(parts: Iterable[int], cuts: Sequence[int]) -> list[int]:
    return [part & cut for part in parts for cut in cuts if part & cut]


@lru_cache(maxsize=1024)
def _alike(key: str, requirements: tuple[Requirement, ...]) -> tuple[int, ...]:
    """Return the types in sets that meet the same requirements on a label."""
    sets: dict[tuple[bool, ...], int] = {}
    for value, types in ec2().column(key).items():
        met = tuple(requirement.met_by(value) for requirement in requirements)
        sets[met] = sets.get(met, 0) | types
    return tuple(sets.values())


class Rules(NamedTuple):
    """The rules for the allocatable resources of a machine."""

    formula: str
    max_pods: int | None
    reserved: _Frozen | None


def room_of(machines: Machines, machine_type: str, given: Sizes) -> Allocatable | None:
    """Return the room of a type in the table of EC2: the user's figure, or else the formula."""
    return given.get(machine_type) or _of_type(_rules(machines), machine_type)


def _rules(machines: Machines) -> Rules:
    reserved = None if machines.reserved is None else _frozen(machines.reserved)
    return Rules(machines.formula, machines.max_pods, reserved)


def _frozen(room: Allocatable) -> _Frozen:
    return tuple(sorted(room.items()))


def _frozen_sizes(given: Sizes) -> tuple[tuple[str, _Frozen], ...]:
    return tuple((name, _frozen(room)) for name, room in sorted(given.items()))


class _Rooms:
    """The types of EC2 by their room."""

    def __init__(self, rooms: Iterable[Allocatable | None]) -> None:
        """`rooms` has one entry per type, in the order of the table."""
        self._types: dict[_Frozen | None, int] = {}
        for place, room in enumerate(rooms):
            key = None if room is None else _frozen(room)
            self._types[key] = self._types.get(key, 0) | 1 << place
        self._known = [(dict(room), types) for room, types in self._types.items() if room is not None]
        self._enough: dict[tuple[str, int], int] = {}

    def apart(self, types: int, needs: Needs) -> Iterator[int]:
        """Return types in sets: unknown room, room for all, then by room."""
        unknown = types & self._types.get(None, 0)
        if unknown:
            yield unknown
        enough = types & ~unknown
        for need in needs:
            enough &= self._with(need)
        if enough:
            yield enough
        rest = types & ~unknown & ~enough
        sets: dict[tuple[int, ...], int] = {}
        for room, having in self._known:
            if rest & having:
                seen = tuple(min(room.get(name, 0), most) for name, most in needs)
                sets[seen] = sets.get(seen, 0) | rest & having
        yield from sets.values()

    def _with(self, need: tuple[str, int]) -> int:
        """Return the types with this much of a resource."""
        found = self._enough.get(need)
        if found is None:
            name, least = need
            found = sum(types for room, types in self._known if room.get(name, 0) >= least)
            self._enough[need] = found
        return found


@lru_cache(maxsize=256)
def _rooms(rules: Rules, given: tuple[tuple[str, _Frozen], ...]) -> _Rooms:
    said = {name: dict(room) for name, room in given}
    return _Rooms(said.get(machine.type) or _of_type(rules, machine.type) for machine in ec2().machines)


@lru_cache(maxsize=1 << 14)
def _of_type(rules: Rules, machine_type: str) -> Allocatable | None:
    """Return the room of a type as a shared object, by which a plan recognizes equal nodes."""
    machine = ec2().machine(machine_type)
    capacity = Capacity(
        cpu=machine.cpu * 1000,
        memory=machine.memory,
        pods=machine.interfaces * (machine.addresses - 1) + 2,
        arm=machine.arch == "arm64",
    )
    reserved = None if rules.reserved is None else dict(rules.reserved)
    machines = Machines(formula=rules.formula, max_pods=rules.max_pods, reserved=reserved)
    return _room(machines, capacity, machine.devices)


def _room(machines: Machines, capacity: Capacity, devices: Mapping[str, int]) -> Allocatable | None:
    formula = FORMULAS.get(machines.formula)
    if formula is None:
        return None
    found = amounts(formula(capacity, machines.max_pods), devices)
    for name, number in (machines.reserved or {}).items():
        if name in found:
            found[name] = max(found[name] - number, 0)
    return found
