"""Pods that wait for a node: whether they fit beside the agents, and which agents they would preempt.

The scheduler retries a waiting pod again and again. If it fits nowhere, it may preempt pods of lower
priority, such as agents without a priority.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.kubernetes.amounts import shown
from dslint.kubernetes.requests import Amounts
from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Allocatable
from dslint.planner.placement.node_sets import contains, places
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.placements import running_once_replaced
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.workload.demands import Demands
from dslint.planner.workload.workloads import Workload
from dslint.values.remembered import remembered

_MOST_PODS = 50
"""The maximum number of kinds of waiting pods that are checked."""
_MOST_NODES = 2000
"""The maximum number of nodes on which each is tried."""


class Waiting(NamedTuple):
    """The effect of a waiting pod on the agents.

    holder   `namespace/name` of its controller, or its own
    evicts   keys of the DaemonSets whose pods it would push off, on one of `nodes` (as bits)
    takes    keys of the DaemonSets whose place it would take once an update deletes their pod
    too_big  nodes of pools at zero that it would fit on if it were not for the agents, as bits
    words    a sentence
    """

    holder: str
    evicts: tuple[str, ...]
    takes: tuple[str, ...]
    nodes: int
    too_big: int
    words: str


@remembered
def waiting_of(planned: Planned) -> tuple[Waiting, ...]:
    """Return one line per controller whose pods wait and affect a planned DaemonSet."""
    found = (_of(planned, pod) for pod in distinct_pods(planned.waiting_pods))
    return tuple(waiting for waiting in found if waiting is not None)


def distinct_pods(pods: Iterable[Pod]) -> list[Pod]:
    """Return one pod of each kind: same controller, priority and requests."""
    kinds: dict[tuple[object, ...], Pod] = {}
    for pod in pods:
        key = (pod.holder or pod.key, pod.priority, tuple(sorted(pod.requests.items())))
        kinds.setdefault(key, pod)
    return list(kinds.values())[:_MOST_PODS]


def room_for(planned: Planned, pod: Pod) -> int:
    """Return the nodes (as bits) with room for a pod beside the agents; a node of unknown size has room."""
    found = 0
    for place in islice(places(_suitable(planned, pod)), _MOST_NODES):
        allocatable = planned.inventory.nodes[place].allocatable
        if allocatable is None or _fits(pod, allocatable, _used(planned, place, _agents(planned, place))):
            found |= 1 << place
    return found


def _of(planned: Planned, pod: Pod) -> Waiting | None:
    if items(pod.asks, "schedulingGates") or text(pod.asks, "schedulerName") not in ("", "default-scheduler"):
        return None
    suitable = _suitable(planned, pod)
    pushed: dict[str, int] = {}
    taken: dict[str, int] = {}
    too_big = roomy = 0
    for place in list(places(suitable))[:_MOST_NODES]:
        allocatable = planned.inventory.nodes[place].allocatable
        if allocatable is None:
            return None
        agents = _agents(planned, place)
        used = _used(planned, place, agents)
        new = not planned.inventory.nodes[place].count
        if _fits(pod, allocatable, used):
            if not new:
                return None  # it finds its room: nobody has to go
            roomy |= 1 << place
        elif new:
            too_big |= _fits(pod, allocatable, {}) << place
        else:
            victims = _victims(planned, pod, place, agents, used)
            for key in victims:
                pushed[key] = pushed.get(key, 0) | 1 << place
            for key in () if victims else _replaceable(planned, pod, allocatable, agents, used):
                taken[key] = taken.get(key, 0) | 1 << place
    if not (pushed or taken or too_big):
        return None
    return _said(planned, pod, _Found(pushed, taken, too_big, roomy))


class _Found(NamedTuple):
    """Agents that are pushed off, or replaced, by key with the nodes; new nodes too small or roomy."""

    pushed: dict[str, int]
    taken: dict[str, int]
    too_big: int
    roomy: int


def _said(planned: Planned, pod: Pod, found: _Found) -> Waiting:
    name = pod.holder or pod.key
    asks = ", ".join(f"{shown(resource, number)} {resource}" for resource, number in pod.requests.items())
    pushing, taking = _together(found.pushed), _together(found.taken)
    parts = []
    if pushing:
        parts.append(
            f"preempts {', '.join(found.pushed)} on {_one_of(planned, pushing)} (priority {pod.priority} is "
            "higher), whose pod is then Pending there"
        )
    if taking:
        parts.append(
            f"may take the place of {' or '.join(found.taken)} on {_one_of(planned, taking)} during an "
            "update: it waits longer, and its priority is not lower"
        )
    if found.too_big:
        pools = in_a_sentence(planned.index, found.too_big)
        instead = f"; it does on {in_a_sentence(planned.index, found.roomy)}" if found.roomy else ""
        parts.append(
            f"does not fit beside the agents on a new node of {pools}, only on an empty one{instead}"
        )
    words = f"{name} waits (asks for {asks or 'nothing'}) and {' and '.join(parts)}."
    return Waiting(name, tuple(found.pushed), tuple(found.taken), pushing | taking, found.too_big, words)


def _together(nodes_of: dict[str, int]) -> int:
    nodes = 0
    for some in nodes_of.values():
        nodes |= some
    return nodes


def _one_of(planned: Planned, nodes: int) -> str:
    return ("one of " if nodes.bit_count() > 1 else "") + in_a_sentence(planned.index, nodes)


def _suitable(planned: Planned, pod: Pod) -> int:
    """The nodes that its labels and tolerations let it on."""
    asks = pod.asks
    tolerations = tuple(
        toleration for toleration in items(asks, "tolerations") if isinstance(toleration, dict)
    )
    demands = Demands("", selector_requirements(asks), required_terms(asks), tolerations)
    return planned.index.wanted(demands).run


def _agents(planned: Planned, place: int) -> list[int]:
    """The planned DaemonSets whose pods are on a node."""
    found = []
    for workload in planned.workloads:
        if workload.definition:
            continue
        if contains(running_once_replaced(planned, workload), place):
            found.append(workload.number)
    return found


def _used(planned: Planned, place: int, agents: list[int]) -> Amounts:
    used: Amounts = {}
    loads = [occupant.requests for occupant in planned.presence.present.get(place, ())]
    loads += [planned.workloads[number].shape.requests for number in agents]
    for requests in loads:
        for name, amount in {**requests, PODS: 1}.items():
            used[name] = used.get(name, 0) + amount
    return used


def _fits(pod: Pod, allocatable: Allocatable, used: Amounts) -> bool:
    wanted = {**pod.requests, PODS: 1}
    return all(
        not amount or amount + used.get(name, 0) <= allocatable.get(name, 0)
        for name, amount in wanted.items()
    )


def _surges(workload: Workload) -> bool:
    return update_strategy_of(mapping(workload.manifest, "spec")).surges


def _replaceable(
    planned: Planned, pod: Pod, allocatable: Allocatable, agents: list[int], used: Amounts
) -> Iterator[str]:
    """Keys of the agents whose room is enough once an update has deleted their pod, and who come after it.

    The scheduler takes pods that wait by priority, and the one that waits longer first. With a surge, the
    new pod is there before the old one goes.
    """
    for number in agents:
        workload = planned.workloads[number]
        if workload.shape.priority > pod.priority or _surges(workload):
            continue
        left = dict(used)
        _take(left, workload.shape.requests)
        if _fits(pod, allocatable, left):
            yield workload.key


def _victims(planned: Planned, pod: Pod, place: int, agents: list[int], used: Amounts) -> list[str]:
    """Keys of the agents of lower priority that go, where other pods of lower priority are not enough."""
    if text(pod.asks, "preemptionPolicy") == "Never":
        return []
    left = dict(used)
    allocatable = planned.inventory.nodes[place].allocatable or {}
    for occupant in planned.presence.present.get(place, ()):
        if occupant.priority < pod.priority:
            _take(left, occupant.requests)
    if _fits(pod, allocatable, left):
        return []  # ordinary pods make room
    gone = []
    for number in sorted(agents, key=lambda number: planned.workloads[number].shape.priority):
        shape = planned.workloads[number].shape
        if shape.priority >= pod.priority:
            break
        _take(left, shape.requests)
        gone.append(planned.workloads[number].key)
        if _fits(pod, allocatable, left):
            return gone
    return []


def _take(used: Amounts, requests: Amounts) -> None:
    for name, amount in {**requests, PODS: 1}.items():
        used[name] = used.get(name, 0) - amount
