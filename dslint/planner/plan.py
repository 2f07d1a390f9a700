"""All DaemonSets on all nodes: the controller's decision, what the server lets in, and what is scheduled.

Everything is held as sets of nodes (see `bitmaps`) and classes of nodes (see `classes`); a single placement
is put together when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from dslint.planner.grid import Grid
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.placement.controller import decide
from dslint.planner.placement.decisions import Wanted as Decision
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.scheduling.across_nodes import World
from dslint.planner.scheduling.classes import schedule_classes
from dslint.planner.scheduling.existing_pods import Presence, presence_of
from dslint.planner.scheduling.one_node import Schedule, Wanted
from dslint.planner.scheduling.quotas import QuotaStop, quota_stops
from dslint.planner.scheduling.schedules import ByClass, Scheduled
from dslint.planner.values import Outcome, Placement, Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload
from dslint.values.path import FieldPath
from dslint.values.span import Span


class Group(NamedTuple):
    """Nodes (as bits) with one outcome for one set of reasons; `groups` makes them."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    nodes: int

    @property
    def size(self) -> int:
        """How many nodes, those of empty pools included."""
        return self.nodes.bit_count()


@dataclass(frozen=True)
class Planned:
    """A plan, as sets of nodes.

    index      the nodes, ready to be asked
    decisions  per DaemonSet, what the controller decides
    stops      per DaemonSet, the nodes whose pod the server does not create, and why
    scheduled  what becomes of the pods
    """

    inventory: Inventory
    workloads: tuple[Workload, ...]
    index: Index
    decisions: tuple[Decision, ...]
    stops: Mapping[int, QuotaStop]
    scheduled: Scheduled
    presence: Presence
    kubernetes: str

    @cached_property
    def groups(self) -> dict[int, tuple[Group, ...]]:
        """The groups made so far, by number of the DaemonSet: see `groups.groups_of`."""
        return {}

    @property
    def there(self) -> int:
        """The nodes that are there: all but the models of empty pools."""
        return self.index.there

    @property
    def dead(self) -> int:
        """The nodes that are not Ready: a pod that is deleted there does not go away."""
        return self.index.dead

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """What becomes of the pods, per class of nodes."""
        return self.scheduled.schedules

    @property
    def class_of(self) -> Sequence[int]:
        """Place of a node -> number of its class."""
        return self.scheduled.class_of

    @property
    def across_nodes(self) -> bool:
        """Whether pods look at the pods of other nodes."""
        return self.scheduled.across_nodes

    @property
    def waiting(self) -> Mapping[int, ByClass]:
        """DaemonSet number -> class -> why its pod stays Pending there."""
        return self.scheduled.waiting

    @property
    def refused(self) -> Mapping[int, ByClass]:
        """DaemonSet number -> class -> why the kubelet turns its pod away there."""
        return self.scheduled.refused

    @cached_property
    def troubles(self) -> dict[int, tuple[int, int]]:
        """Where pods do not run, as found so far, by number of the DaemonSet: see `sides.trouble_of`."""
        return {}

    def in_classes(self, chosen: Collection[int]) -> int:
        """The nodes of some classes."""
        return self.scheduled.in_classes(chosen)

    def placement(self, workload: Workload, place: int) -> Placement:
        """One DaemonSet on one node."""
        node = self.inventory.nodes[place]
        decision = self.decisions[workload.number]
        if not decision.run >> place & 1:
            verdict = decide(workload.demands, node)
            outcome: Outcome = "keeps" if verdict.should_continue_running else "excluded"
            return Placement(workload.key, node.name, outcome, *verdict)
        outcome, reasons = self._of_pod(workload, place, node)
        return Placement(
            workload.key, node.name, outcome, should_run=True, should_continue_running=True, reasons=reasons
        )

    def _of_pod(self, workload: Workload, place: int, node: Node) -> tuple[Outcome, tuple[Reason, ...]]:
        shape = workload.shape
        if shape.refusals:
            return "blocked", shape.refusals
        stop = self.stops.get(workload.number)
        if stop is not None and stop.nodes >> place & 1:
            return "blocked", (stop.reason,)
        before = (*shape.waits, *runtime_reasons(workload, node))
        if before:
            return "pending", before
        schedule = self.schedules[self.class_of[place]]
        if workload.number in schedule.waiting:
            return "pending", schedule.waiting[workload.number]
        if workload.number in schedule.refused:
            return "blocked", schedule.refused[workload.number]
        return "runs", ()


def make_plan(
    workloads: Sequence[Workload],
    inventory: Inventory,
    around: Surroundings,
    pods: Sequence[Pod] = (),
    *,
    kubernetes: str = "",
    like: Planned | None = None,
) -> Planned:
    """Plan DaemonSets (numbered in their order) for the nodes of an inventory.

    What was worked out for `like`, a plan for the same nodes, is used again where nothing differs.
    """
    if like is not None and like.inventory.nodes is not inventory.nodes:
        like = None
    index = Index(inventory.nodes) if like is None else like.index
    decisions = _decisions(workloads, index, like)
    presence = presence_of(inventory.nodes, workloads, decisions, pods, around.namespaces)
    stops = quota_stops(workloads, decisions, around, pods, index.there)
    to_place = _to_place(workloads, index, decisions, stops)
    if like is not None and presence == like.presence and _alike(to_place, like):
        scheduled = like.scheduled
    else:
        scheduled = _schedule(inventory.nodes, to_place, presence)
    return Planned(inventory, tuple(workloads), index, decisions, stops, scheduled, presence, kubernetes)


def _decisions(workloads: Sequence[Workload], index: Index, like: Planned | None) -> tuple[Decision, ...]:
    known = {workload.key: workload for workload in like.workloads} if like is not None else {}

    def decision(workload: Workload) -> Decision:
        other = known.get(workload.key)
        if like is None or other is None or other.demands != workload.demands:
            return index.wanted(workload.demands)
        return like.decisions[other.number]

    return tuple(map(decision, workloads))


ToPlace = Sequence[tuple[Wanted, int]]
"""Pods for the scheduler, and the nodes on which they are wanted."""


def _to_place(
    workloads: Sequence[Workload],
    index: Index,
    decisions: Sequence[Decision],
    stops: Mapping[int, QuotaStop],
) -> ToPlace:
    to_place: list[tuple[Wanted, int]] = []
    for workload, decision in zip(workloads, decisions, strict=True):
        if workload.shape.refusals or workload.shape.waits:
            continue
        nodes = decision.run
        if workload.number in stops:
            nodes &= ~stops[workload.number].nodes
        for requirement in workload.shape.selector:
            nodes &= index.met(requirement)
        to_place.append((Wanted(workload.number, workload.key, workload.shape), nodes))
    return to_place


def _alike(to_place: ToPlace, like: Planned) -> bool:
    """Whether the scheduler meets the same pods as in another plan for the same nodes."""
    others = _to_place(like.workloads, like.index, like.decisions, like.stops)

    def seen(pods: ToPlace) -> list[tuple[Wanted, int]]:
        return [(pod._replace(shape=_as_scheduled(pod.shape, like)), nodes) for pod, nodes in pods]

    return seen(to_place) == seen(others)


def _as_scheduled(shape: PodShape, like: Planned) -> PodShape:
    """What of a pod the scheduler looks at: its labels only where pods look at each other."""
    labels = shape.labels if like.across_nodes else {}
    return shape._replace(labels=labels, limits={}, assumptions=())


def _schedule(nodes: Sequence[Node], to_place: ToPlace, presence: Presence) -> Scheduled:
    occupants = (pod for pods in presence.present.values() for pod in pods)
    if any(pod.shape.topology for pod, _ in to_place) or any(
        occupant.topology.anti_affinity for occupant in occupants
    ):
        world = World(nodes, presence.present, [pod for pod, _ in to_place], presence.there_first)
        ordered = {pod.number: tuple(places(wanted_on)) for pod, wanted_on in to_place}
        return Scheduled(tuple(world.run(ordered)), range(len(nodes)))
    classes = schedule_classes(nodes, to_place, presence.present, presence.there_first)
    return Scheduled(classes.schedules, classes.of.codes)


def runtime_reasons(workload: Workload, node: Node) -> Iterator[Reason]:
    """What the RuntimeClass wants of a node and the controller did not look at."""
    for requirement in workload.shape.selector:
        value = node.labels.get(requirement.key)
        if not requirement.met_by(value):
            subject = requirement.key if value is None else f"{requirement.key}={value}"
            wanted = f"{requirement.key}={requirement.values[0]}"
            words = f"the RuntimeClass wants nodes with {wanted}"
            yield pod_reason("runtime-class", subject, words, ("runtimeClassName",))


Locate = Callable[[Workload, FieldPath], Span | None]
"""Where a path of a DaemonSet's manifest lies in its file."""


class Placements(Grid[Placement]):
    """Every pair of DaemonSet and node, DaemonSet by DaemonSet; each is made when it is asked for."""

    def __init__(self, planned: Planned, locate: Locate = lambda *_: None) -> None:
        super().__init__(len(planned.workloads), len(planned.inventory.nodes))
        self._planned = planned
        self._locate = cache(locate)

    def made(self, row: int, column: int) -> Placement:
        """One DaemonSet on one node."""
        workload = self._planned.workloads[row]
        placement = self._planned.placement(workload, column)
        located = tuple(
            reason._replace(span=self._locate(workload, reason.path)) for reason in placement.reasons
        )
        return placement._replace(reasons=located)
