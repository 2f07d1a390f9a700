"""One node and the pods on it: what one more pod would lack there, and which pods it would push off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.amounts import shown
from dslint.kubernetes.ports import HostPort
from dslint.kubernetes.requests import Amounts
from dslint.planner.nodes import Allocatable
from dslint.planner.podshape import PodShape
from dslint.planner.reasons import pod_reason
from dslint.planner.topology import TopologyTerms
from dslint.planner.values import Reason

PODS = "pods"


class Occupant(NamedTuple):
    """A pod that takes room on a node. `workload` is its DaemonSet's number in the plan, -1 for others."""

    name: str
    workload: int
    requests: Amounts
    ports: tuple[HostPort, ...]
    priority: int
    namespace: str = ""
    labels: Mapping[str, str] = {}
    topology: TopologyTerms = TopologyTerms()


Lacking = Callable[[PodShape, Sequence[Occupant]], "tuple[Reason, ...]"]
"""What a pod would lack on a node beside these pods."""


def lacking(
    shape: PodShape, allocatable: Allocatable | None, occupants: Sequence[Occupant]
) -> tuple[Reason, ...]:
    """Host ports that are taken and resources that are not there, all of them."""
    return (*_taken_ports(shape, occupants), *_missing(shape, allocatable, occupants))


def _taken_ports(shape: PodShape, occupants: Sequence[Occupant]) -> Iterator[Reason]:
    for port in shape.ports:
        for occupant in occupants:
            if any(port.conflicts_with(other) for other in occupant.ports):
                words = f"host port {port} is taken by {occupant.name}"
                yield pod_reason("host-port", str(port), words, port.path)
                break


def _missing(
    shape: PodShape, allocatable: Allocatable | None, occupants: Sequence[Occupant]
) -> Iterator[Reason]:
    if allocatable is None:
        return
    for name, wanted in shape.requests.items():
        if not wanted:
            continue
        there = allocatable.get(name, 0)
        used = sum(occupant.requests.get(name, 0) for occupant in occupants)
        if wanted > there - used:
            words = f"{name}: asks for {shown(name, wanted)}, {_rest(name, there, used)}"
            yield pod_reason(
                "insufficient-resource", name, words, shape.request_paths.get(name, ("containers",))
            )
    slots = allocatable.get(PODS, 0)
    if len(occupants) + 1 > slots:
        words = (
            f"pods: the node takes {slots}, and {len(occupants)} are there"
            if occupants
            else (f"pods: the node takes {slots}")
        )
        yield pod_reason("insufficient-resource", PODS, words, ())


def _rest(name: str, there: int, used: int) -> str:
    if not used:
        return f"the node has {shown(name, there)}" if there else "the node has none"
    return f"{shown(name, max(there - used, 0))} of the node's {shown(name, there)} are free"


def victims(
    shape: PodShape, occupants: Sequence[Occupant], lacks: Lacking
) -> tuple[list[Occupant], list[Occupant]] | None:
    """(who stays, who goes) so that the pod fits: only lower priorities go, as few and as low as possible.

    None where even all of them would not make room. As the scheduler does it: take all away, then give
    them back one by one, the highest priority first and the longest there first, while the pod still fits.
    """
    if not shape.preempts:
        return None
    lower = [one for one in occupants if one.priority < shape.priority]
    staying = [one for one in occupants if one.priority >= shape.priority]
    if not lower or lacks(shape, staying):
        return None
    going = []
    for occupant in sorted(lower, key=lambda one: -one.priority):
        if lacks(shape, [*staying, occupant]):
            going.append(occupant)
        else:
            staying.append(occupant)
    return [one for one in occupants if one in staying], going
