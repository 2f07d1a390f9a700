"""One node and its pods: what one more pod would lack there, and which pods it would preempt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.amounts import shown
from dslint.kubernetes.ports import HostPort
from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import Allocatable
from dslint.planner.values import Reason, Room
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.topology import TopologyTerms
from dslint.planner.workload.volumes import MODE

PODS = "pods"
_HOLDERS = 3
"""The maximum number of named holders."""
_HIGHEST = 1 << 31
"""A priority above every possible one."""


class Occupant(NamedTuple):
    """A pod that uses resources of a node. `workload` is its DaemonSet's number in the plan, -1 for others.

    claims  the PersistentVolumeClaims it uses, as `namespace/name`
    """

    name: str
    workload: int
    requests: Amounts
    ports: tuple[HostPort, ...]
    priority: int
    namespace: str = ""
    labels: Mapping[str, str] = {}
    topology: TopologyTerms = TopologyTerms()
    terminating: bool = False
    owner: str = ""
    claims: tuple[str, ...] = ()

    @property
    def holder(self) -> str:
        """Return the name for people: the pod's controller, or its own name."""
        return self.owner or self.name


class Load:
    """The pods on a node, and their total."""

    def __init__(self, occupants: Iterable[Occupant] = ()) -> None:
        self.occupants: list[Occupant] = []
        self.used: Amounts = {}
        self.ports: list[HostPort] = []
        self.lowest_priority = _HIGHEST
        for occupant in occupants:
            self.add(occupant)

    def add(self, occupant: Occupant) -> None:
        """Add a pod."""
        self.occupants.append(occupant)
        if occupant.ports:
            self.ports.extend(occupant.ports)
        self.lowest_priority = min(self.lowest_priority, occupant.priority)
        used = self.used
        for name, amount in occupant.requests.items():
            used[name] = used.get(name, 0) + amount

    def take_back(self) -> None:
        """Remove the last pod."""
        occupant = self.occupants.pop()
        if occupant.ports:
            del self.ports[-len(occupant.ports) :]
        for name, amount in occupant.requests.items():
            self.used[name] -= amount

    def without(self, gone: Sequence[Occupant]) -> Load:
        """Return the load without these pods, in the same order."""
        rest = Load()
        ids = {id(occupant) for occupant in gone}
        rest.occupants = [occupant for occupant in self.occupants if id(occupant) not in ids]
        rest.ports = [port for occupant in rest.occupants for port in occupant.ports]
        rest.lowest_priority = min((occupant.priority for occupant in rest.occupants), default=_HIGHEST)
        rest.used = self.used.copy()
        for occupant in gone:
            for name, amount in occupant.requests.items():
                rest.used[name] -= amount
        return rest

    def has_room_for(self, shape: PodShape, allocatable: Allocatable | None) -> bool:
        """Whether `lacking` would return nothing."""
        if shape.ports and any(port.conflicts_with(other) for port in shape.ports for other in self.ports):
            return False
        if shape.sole_claims and next(_used_claims(shape, self.occupants), None) is not None:
            return False
        if allocatable is None:
            return True
        if len(self.occupants) >= allocatable.get(PODS, 0):
            return False
        used = self.used
        for name, wanted in shape.requests.items():  # a plain loop: this is asked most often of all
            if wanted and wanted + used.get(name, 0) > allocatable.get(name, 0):
                return False
        return True


Fits = Callable[[PodShape, Load], bool]
"""Whether a pod fits on a node beside these pods."""

Lacking = Callable[[PodShape, Load], "tuple[Reason, ...]"]
"""What a pod lacks on a node beside these pods."""


def lacking(
    shape: PodShape, allocatable: Allocatable | None, beside: Load | Sequence[Occupant]
) -> tuple[Reason, ...]:
    """Return all used host ports, missing resources and used claims that a pod would need."""
    load = beside if isinstance(beside, Load) else Load(beside)
    if load.has_room_for(shape, allocatable):
        return ()
    if allocatable is None:
        return (*_taken_ports(shape, load.occupants), *_used_claims(shape, load.occupants))
    missing = missing_room(
        shape,
        allocatable,
        load.used,
        Holders([(occupant.holder, occupant.requests) for occupant in load.occupants]),
    )
    return (*_taken_ports(shape, load.occupants), *missing, *_used_claims(shape, load.occupants))


def _taken_ports(shape: PodShape, occupants: Sequence[Occupant]) -> Iterator[Reason]:
    for port in shape.ports:
        for occupant in occupants:
            if any(port.conflicts_with(other) for other in occupant.ports):
                words = f"host port {port} is taken by {occupant.holder}"
                room = Room(1, 0, 1, ((occupant.holder, 1),))
                yield pod_reason("host-port", str(port), words, port.path, room)
                break


def _used_claims(shape: PodShape, occupants: Sequence[Occupant]) -> Iterator[Reason]:
    for claim in shape.sole_claims:
        for occupant in occupants:
            if claim.key in occupant.claims:
                words = f"the claim {claim.name} ({MODE}) serves one pod at a time: {occupant.holder} uses it"
                yield pod_reason("claim-in-use", claim.name, words, claim.path)
                break


class Holders:
    """The users of each resource on a node, by amount; each is computed once.

    `pods` are pairs: what people know a pod by, and its requests.
    """

    def __init__(self, pods: Sequence[tuple[str, Amounts]]) -> None:
        self.pods = pods
        self._found: dict[str, tuple[tuple[tuple[str, int], ...], str]] = {}

    def of(self, resource: str) -> tuple[tuple[tuple[str, int], ...], str]:
        """Return the holders of a resource, the largest amount first, and the same in words."""
        found = self._found.get(resource)
        if found is None:
            holders = _holders_of(resource, self.pods)
            found = self._found[resource] = holders, holders_words(resource, holders)
        return found


def missing_room(
    shape: PodShape, allocatable: Allocatable, used: Amounts, beside: Holders
) -> Iterator[Reason]:
    """Return the resources that are insufficient beside this usage."""
    pods = len(beside.pods)
    for name, wanted in shape.requests.items():
        there, taken = allocatable.get(name, 0), used.get(name, 0)
        if wanted and wanted > there - taken:
            origin = f" ({shape.origins[name]})" if name in shape.origins else ""
            words = f"{name}: asks for {shown(name, wanted)}{origin}, {_rest(name, there, taken)}"
            holders, who = beside.of(name)
            words += f"; held by {who}" if who else ""
            path = shape.request_paths.get(name, ("containers",))
            room = Room(wanted, max(there - taken, 0), there, holders)
            yield pod_reason("insufficient-resource", name, words, path, room)
    slots = allocatable.get(PODS, 0)
    if pods + 1 > slots:
        words = f"pods: the node allows {slots}"
        words = f"{words} and already has {pods}" if pods else words
        holders, who = beside.of(PODS)
        words += f": {who}" if who else ""
        room = Room(1, max(slots - pods, 0), slots, holders)
        yield pod_reason("insufficient-resource", PODS, words, (), room)


def _holders_of(resource: str, pods: Iterable[tuple[str, Amounts]]) -> tuple[tuple[str, int], ...]:
    held: dict[str, int] = {}
    for holder, requests in pods:
        amount = 1 if resource == PODS else requests.get(resource, 0)
        if amount:
            held[holder] = held.get(holder, 0) + amount
    return tuple(sorted(held.items(), key=lambda item: (-item[1], item[0])))


def holders_words(resource: str, holders: Sequence[tuple[str, int]]) -> str:
    """`app/web 1200m, agents/log 250m and 3 more`."""
    words = ", ".join(f"{name} {shown(resource, amount)}" for name, amount in holders[:_HOLDERS])
    left = len(holders) - _HOLDERS
    return f"{words} and {left} more" if left > 0 else words


def _rest(name: str, there: int, used: int) -> str:
    if not used:
        return f"the node has {shown(name, there)}" if there else "the node has none"
    return f"{shown(name, max(there - used, 0))} of the node's {shown(name, there)} are free"


def in_general(shape: PodShape, reasons: Sequence[Reason]) -> Reason:
    """Return one reason for nodes with different room: without the free amount, but with the main holders.

    `reasons` are those of all these nodes, with one code and one subject.
    """
    reason = reasons[0]
    if reason.code not in ("insufficient-resource", "host-port"):
        return reason
    who = _most_often(reasons)
    if reason.code == "host-port":
        words = f"host port {reason.subject} is taken{f' by {who}' if who else ''}"
        return reason._replace(text=words, room=None)
    words = f"{reason.subject}: the node is full"
    if reason.subject in shape.requests:
        asked = shown(reason.subject, shape.requests[reason.subject])
        origin = f" ({shape.origins[reason.subject]})" if reason.subject in shape.origins else ""
        words = f"{reason.subject}: asks for {asked}{origin}, and less is free"
    return reason._replace(text=f"{words}{f'; held by {who}' if who else ''}", room=None)


def _most_often(reasons: Iterable[Reason]) -> str:
    """Return the main holders on all of these nodes together: `app/web, agents/log and 3 more`."""
    held: dict[str, int] = {}
    for reason in reasons:
        for name, amount in reason.room.held_by if reason.room is not None else ():
            held[name] = held.get(name, 0) + amount
    names = sorted(held, key=lambda name: (-held[name], name))
    left = len(names) - _HOLDERS
    return ", ".join(names[:_HOLDERS]) + (f" and {left} more" if left > 0 else "")


def victims(shape: PodShape, load: Load, fits: Fits) -> list[Occupant] | None:
    """Return the pods to preempt so that the pod fits: only lower priorities, as few and as low as possible.

    None if even all of them would not free enough. Like the scheduler, it removes all of them, then adds them
    back one by one while the pod still fits, the highest priority first and the oldest first.
    """
    if not shape.preempts:
        return None
    lower = [occupant for occupant in load.occupants if occupant.priority < shape.priority]
    staying = load.without(lower)
    if not lower or not fits(shape, staying):
        return None
    going = []
    for occupant in sorted(lower, key=lambda occupant2: -occupant2.priority):
        staying.add(occupant)
        if not fits(shape, staying):
            staying.take_back()
            going.append(occupant)
    return going
