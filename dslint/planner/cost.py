"""The requests of the planned DaemonSets on a node: per group of equal nodes, and all together.

Of several definitions of one DaemonSet only the last one counts: a cluster has one object of a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from dslint.kubernetes.requests import Amounts, total
from dslint.planner.nodes import ENOUGH, Node
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.placements import running_now
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import PODS


class Cost(NamedTuple):
    """Nodes (as bits) of one size that run the same pods: the total requests, and the allocatable."""

    nodes: int
    pods: int
    requests: Amounts
    allocatable: Amounts | None


class Costs(Sequence[Cost]):
    """Costs in order; each is created on request, because most are only counted.

    groups  the DaemonSets (by number) and the places of the nodes that run these
    """

    def __init__(self, planned: Planned, groups: Sequence[tuple[tuple[int, ...], list[int]]]) -> None:
        self._planned = planned
        self._groups = groups

    def __len__(self) -> int:
        return len(self._groups)

    @overload
    def __getitem__(self, place: int) -> Cost: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Cost]: ...

    def __getitem__(self, place: int | slice) -> Cost | Sequence[Cost]:
        if isinstance(place, slice):
            return Costs(self._planned, self._groups[place])
        numbers, members = self._groups[place]
        nodes = self._planned.inventory.nodes
        return Cost(
            set_of(members, len(nodes)),
            len(numbers),
            _requests(self._planned, numbers),
            _amounts(nodes[members[0]]),
        )


def costs_of(planned: Planned) -> Costs:
    """Return the cost on every existing node, the largest groups first."""
    counted = [workload.number for workload in planned.workloads if not workload.definition]
    running = [(number, _running(planned, number)) for number in counted]
    nodes = planned.inventory.nodes
    sizes = _sizes(nodes, planned.there)
    groups: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    columns = [(number, f"{mask:0{len(nodes)}b}"[::-1]) for number, mask in running]
    for place in places(planned.there):
        key = sizes[place], tuple(number for number, row in columns if row[place] == "1")
        groups.setdefault(key, []).append(place)
    found = [(numbers, members) for (_, numbers), members in groups.items()]
    return Costs(planned, sorted(found, key=lambda group: (-len(group[1]), group[1][0])))


def all_together(planned: Planned) -> Amounts:
    """Return the total of a node that runs a pod of every DaemonSet; `pods` is their number."""
    numbers = [workload.number for workload in planned.workloads if not workload.definition]
    return {**_requests(planned, numbers), PODS: len(numbers)}


def clash(planned: Planned) -> tuple[str, str, str] | None:
    """Return two DaemonSets that can never share a node, and the host port that both want."""
    ports = [(port, workload.key) for workload in planned.workloads for port in workload.shape.ports]
    for place, (port, key) in enumerate(ports):
        for other, other_key in ports[:place]:
            if key != other_key and port.conflicts_with(other):
                return other_key, key, str(port)
    return None


def _running(planned: Planned, number: int) -> int:
    return running_now(planned, planned.workloads[number])


def _requests(planned: Planned, numbers: Sequence[int]) -> Amounts:
    return total(planned.workloads[number].shape.requests for number in numbers)


def _sizes(nodes: Sequence[Node], there: int) -> dict[int, int]:
    """Return node -> a number that equal allocatables share."""
    codes: dict[tuple[tuple[str, int], ...], int] = {}
    by_identity: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for place in places(there):
        allocatable = nodes[place].allocatable
        code = by_identity.get(id(allocatable))
        if code is None:
            key = tuple(sorted((allocatable or {}).items()))
            code = by_identity[id(allocatable)] = codes.setdefault(key, len(codes))
        sizes[place] = code
    return sizes


def _amounts(node: Node) -> Amounts | None:
    if node.allocatable is None:
        return None
    return {name: number for name, number in node.allocatable.items() if number != ENOUGH}


def shares(cost: Cost) -> Iterator[tuple[str, int, float | None]]:
    """Return (resource, requested amount, part of allocatable from 0 to 1 if known), `pods` last."""
    for name, amount in sorted({**cost.requests, PODS: cost.pods}.items(), key=_resource_order):
        there = cost.allocatable.get(name) if cost.allocatable is not None else None
        yield name, amount, amount / there if there else None


def _resource_order(item: tuple[str, int]) -> tuple[int, str]:
    return {"cpu": 0, "memory": 1, PODS: 9}.get(item[0], 5), item[0]
