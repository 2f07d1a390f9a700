"""Groups of nodes that are scheduled alike: the same DaemonSets want them, and they have the same room.

The result for one node of a class applies to all of them. 100,000 nodes and 100 DaemonSets make some thousand
classes, so sets of nodes are packed eight to a byte before nodes are compared.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.ports import HostPort
from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import Allocatable, Node
from dslint.planner.placement.node_sets import Column
from dslint.planner.scheduling.definitions import have_rivals, joined, rounds
from dslint.planner.scheduling.node_load import PODS, Occupant
from dslint.planner.scheduling.one_node import Schedule, Wanted, schedule
from dslint.planner.values import Reason

_BITS = 8
_DIGITS = b"01"


class Bundle(NamedTuple):
    """Up to eight DaemonSets, and the total of their pods."""

    pods: tuple[Wanted, ...]
    requests: Amounts
    ports: tuple[HostPort, ...]
    sole_claims: bool = False


class Classes(NamedTuple):
    """The class of every node (`of`, a column), and the schedule of each class (`schedules`)."""

    of: Column[tuple[Hashable, ...]]
    schedules: tuple[Schedule, ...]


def schedule_classes(
    nodes: Sequence[Node],
    pods: Sequence[tuple[Wanted, int]],
    present: Mapping[int, tuple[Occupant, ...]],
    there_first: Mapping[int, frozenset[int]],
) -> Classes:
    """Schedule pods (each with the set of nodes that want it) on every class of nodes.

    present      place of a node -> pods that are there already
    there_first  place of a node -> numbers of the DaemonSets whose pod runs there already
    """
    by_set: dict[int, list[Wanted]] = {}
    for pod, wanted_on in pods:
        by_set.setdefault(wanted_on, []).append(pod)
    sets = list(by_set)
    rows = [packed(sets[start : start + _BITS], len(nodes)) for start in range(0, len(sets), _BITS)]
    rooms = _Rooms(nodes, present, there_first)
    column = Column(zip(rooms.codes, *rows, strict=True))
    bundles = _Bundles([by_set[members] for members in sets])
    schedules = tuple(
        rooms.schedule(code, [bundles.get(place, byte) for place, byte in enumerate(wanted)])
        for code, *wanted in column.values
    )
    return Classes(column, schedules)


def packed(sets: Sequence[int], size: int) -> bytes:
    """Return one byte per node: bit i says whether the node is in set i."""
    total = 0
    for bit, nodes in enumerate(sets):
        digits = f"{nodes:0{size}b}"[::-1].encode()
        row = digits.translate(bytes.maketrans(_DIGITS, bytes((0, 1 << bit))))
        total |= int.from_bytes(row, "big")
    return total.to_bytes(size, "big")


class _Bundles:
    """Bundles by position and byte; each is built once."""

    def __init__(self, pods_of_sets: Sequence[Sequence[Wanted]]) -> None:
        self._pods = pods_of_sets
        self._made: dict[tuple[int, int], Bundle] = {}

    def get(self, place: int, byte: int) -> Bundle:
        bundle = self._made.get((place, byte))
        if bundle is None:
            bundle = self._made[place, byte] = _bundle(self._chosen(place, byte))
        return bundle

    def _chosen(self, place: int, byte: int) -> Iterator[Wanted]:
        for bit in range(_BITS):
            if byte >> bit & 1:
                yield from self._pods[place * _BITS + bit]


def _bundle(pods: Iterator[Wanted]) -> Bundle:
    chosen = tuple(pods)
    requests: Amounts = {}
    for pod in chosen:
        _add(requests, pod.shape.requests)
    ports = tuple(port for pod in chosen for port in pod.shape.ports)
    return Bundle(chosen, requests, ports, any(pod.shape.sole_claims for pod in chosen))


class _Rooms:
    """The resources of every node as a code; nodes with the same code have the same resources."""

    def __init__(
        self,
        nodes: Sequence[Node],
        present: Mapping[int, tuple[Occupant, ...]],
        there_first: Mapping[int, frozenset[int]],
    ) -> None:
        self._rooms: list[tuple[Allocatable | None, tuple[Occupant, ...], frozenset[int]]] = []
        by_identity: dict[int, int] = {}
        by_size: dict[tuple[tuple[str, int], ...] | None, int] = {}
        self.codes: list[int] = []
        for place, node in enumerate(nodes):
            if place in present or place in there_first:
                room = (node.allocatable, present.get(place, ()), there_first.get(place, frozenset()))
                self.codes.append(self._new(room))
                continue
            code = by_identity.get(id(node.allocatable))
            if code is None:
                size = None if node.allocatable is None else tuple(sorted(node.allocatable.items()))
                if size not in by_size:
                    by_size[size] = self._new((node.allocatable, (), frozenset()))
                code = by_identity[id(node.allocatable)] = by_size[size]
            self.codes.append(code)

    def _new(self, room: tuple[Allocatable | None, tuple[Occupant, ...], frozenset[int]]) -> int:
        self._rooms.append(room)
        return len(self._rooms) - 1

    def schedule(self, code: int, bundles: Sequence[Bundle]) -> Schedule:
        """Schedule the pods of these bundles in a room."""
        allocatable, present, first = self._rooms[code]
        if _all_fit(allocatable, present, bundles):
            return Schedule(refused=_turned_away(bundles))
        pods = [pod for bundle in bundles for pod in bundle.pods]
        pods.sort(key=lambda pod: (pod.number not in first, pod.number))
        if not have_rivals(pods):
            return schedule(allocatable, present, pods)
        return joined(
            [
                (numbers, schedule(allocatable, present, [pod for pod, _ in together]))
                for numbers, together in rounds([(pod, None) for pod in pods])
            ]
        )


def _turned_away(bundles: Sequence[Bundle]) -> dict[int, tuple[Reason, ...]]:
    return {pod.number: pod.turned_away for bundle in bundles for pod in bundle.pods if pod.turned_away}


def _all_fit(allocatable: Allocatable | None, present: Sequence[Occupant], bundles: Sequence[Bundle]) -> bool:
    """Whether all pods fit at once and no two use the same port: then the order does not matter.

    Pods with claims for one pod only need the full algorithm.
    """
    if any(bundle.sole_claims for bundle in bundles):
        return False
    ports = [port for bundle in bundles for port in bundle.ports]
    ports += [port for occupant in present for port in occupant.ports]
    if len({(port.port, port.protocol) for port in ports}) < len(ports):
        return False
    if allocatable is None:
        return True
    number = sum(len(bundle.pods) for bundle in bundles) + len(present)
    if number > allocatable.get(PODS, 0) and number > len(present):
        return False
    total: Amounts = {}
    for bundle in bundles:
        _add(total, bundle.requests)
    wanted = {name for name, amount in total.items() if amount}
    for occupant in present:
        _add(total, occupant.requests)
    return all(total[name] <= allocatable.get(name, 0) for name in wanted)


def _add(total: Amounts, more: Amounts) -> None:
    for name, number in more.items():
        total[name] = total.get(name, 0) + number
