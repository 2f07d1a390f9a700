"""Existing pods on the nodes, and the planned DaemonSets that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.access import mapping
from dslint.kubernetes.selectors import selects
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.placement.decisions import Decision
from dslint.planner.scheduling.node_load import Occupant
from dslint.planner.workload.surroundings import Object
from dslint.planner.workload.topology import topology_terms
from dslint.planner.workload.workloads import Workload


class Presence(NamedTuple):
    """Existing pods by node.

    present      the pods that keep their room: all but those a planned DaemonSet makes anew or deletes
    there_first  the numbers of the DaemonSets whose pod is there: it is not pushed back by a newcomer
    old          number of a DaemonSet -> its pods that are there, by place of the node
    """

    present: Mapping[int, tuple[Occupant, ...]] = {}
    there_first: Mapping[int, frozenset[int]] = {}
    old: Mapping[int, Mapping[int, Pod]] = {}
    elsewhere: int = 0
    """Pods on nodes that are not in the inventory."""


def presence_of(
    nodes: Sequence[Node],
    workloads: Sequence[Workload],
    decisions: Sequence[Decision],
    pods: Sequence[Pod],
    namespaces: Mapping[str, Object] = {},
) -> Presence:
    """Sort the pods by node. Pods of a planned DaemonSet represent the pod planned there.

    `namespaces` are the known Namespaces: the anti-affinity of existing pods may select by their labels.
    """
    if not pods:
        return Presence()
    place_of = {node.name: place for place, node in enumerate(nodes)}
    numbers_of: dict[str, list[int]] = {}
    for workload in reversed(workloads):  # of several definitions of one name the last comes first
        numbers_of.setdefault(workload.key, []).append(workload.number)
    present: dict[int, list[Occupant]] = {}
    first: dict[int, set[int]] = {}
    old: dict[int, dict[int, Pod]] = {}
    elsewhere = 0
    for pod in pods:
        place = place_of.get(pod.node)
        if not pod.node:
            continue
        if place is None:
            elsewhere += 1
            continue
        numbers = numbers_of.get(pod.owner, []) if pod.owner else _adopters(pod, workloads)
        if numbers:
            for number in numbers:
                old.setdefault(number, {})[place] = pod
                if decisions[number].run >> place & 1:
                    first.setdefault(place, set()).add(number)
            decision = decisions[numbers[0]]
            if decision.run >> place & 1 or not decision.stay >> place & 1:
                continue
        present.setdefault(place, []).append(_occupant(pod, namespaces))
    return Presence(
        {place: tuple(found) for place, found in present.items()},
        {place: frozenset(found) for place, found in first.items()},
        old,
        elsewhere,
    )


def _adopters(pod: Pod, workloads: Sequence[Workload]) -> list[int]:
    """Return the number of the first DaemonSet that adopts a pod without an owner, if any."""
    if not pod.orphan or not pod.labels:
        return []
    for workload in workloads:
        same = workload.shape.namespace == pod.namespace
        if same and selects(mapping(workload.manifest, "spec").get("selector"), pod.labels):
            return [workload.number]
    return []


def _occupant(pod: Pod, namespaces: Mapping[str, Object]) -> Occupant:
    return Occupant(
        pod.key,
        -1,
        pod.requests,
        pod.ports,
        pod.priority,
        pod.namespace,
        pod.labels,
        topology_terms({"affinity": pod.affinity}, pod.labels, pod.namespace, namespaces),
        pod.terminating,
        pod.holder,
        pod.claims,
    )
