"""All DaemonSets on all nodes: the controller's decision, what the server lets in, and what is scheduled.

Everything is held as sets of nodes (see `node_sets`) and classes of nodes (see `classes`); what
becomes of a single pod is read from them in `outcomes`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import Index, set_of
from dslint.planner.placement.openkruise import Had, HeldBack, held_back, scales_by_partition
from dslint.planner.scheduling.across_nodes import World
from dslint.planner.scheduling.claims import ClaimStop, chosen_homes, claim_stops, homes_of
from dslint.planner.scheduling.classes import schedule_classes
from dslint.planner.scheduling.definitions import joined, rounds
from dslint.planner.scheduling.existing_pods import Presence, presence_of
from dslint.planner.scheduling.kubelet import refused_by_kubelets
from dslint.planner.scheduling.one_node import Schedule, Wanted
from dslint.planner.scheduling.quotas import QuotaStop, quota_stops
from dslint.planner.scheduling.schedules import ByClass, Scheduled
from dslint.planner.workload.living import with_living
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.pool_nodes import with_pool_nodes
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload, workloads_of

PodsOf = Callable[[Workload, Sequence[Node]], Had]
"""The existing pods of a DaemonSet on some nodes."""


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan, as sets of nodes.

    index      the nodes, ready to be asked
    decisions  per DaemonSet, what the controller decides
    stops      per DaemonSet, the nodes whose pod the server does not create, and why
    held       per DaemonSet, the nodes for which OpenKruise creates no pod for now, and why
    claim_stops  per DaemonSet, the nodes whose pod waits for a claim that another pod uses
    scheduled  what becomes of the pods
    waiting_pods  pods of others that no node has yet
    """

    inventory: Inventory
    workloads: tuple[Workload, ...]
    index: Index
    decisions: tuple[Decision, ...]
    stops: Mapping[int, QuotaStop]
    scheduled: Scheduled
    presence: Presence
    kubernetes: str
    waiting_pods: tuple[Pod, ...] = ()
    claim_stops: Mapping[int, ClaimStop] = field(default_factory=dict)
    held: Mapping[int, HeldBack] = field(default_factory=dict)

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

    def held_back(self, number: int) -> int:
        """The wanted nodes where OpenKruise creates no pod of a DaemonSet for now."""
        return self.held[number].nodes if number in self.held else 0

    def in_classes(self, chosen: Collection[int]) -> int:
        """The nodes of some classes."""
        return self.scheduled.in_classes(chosen)


def plan_objects(  # noqa: PLR0913 - what is optional is named
    objects: Iterable[Sourced],
    inventory: Inventory,
    pods: Sequence[Pod],
    version: str,
    like: Planned | None = None,
    *,
    complete: bool = False,
    had: PodsOf | None = None,
) -> Planned:
    """Plan the DaemonSets among objects, with what the other objects say about them.

    `complete` says that the objects are all that the cluster has: what is named and not there is missing.
    What was worked out for `like`, a plan for the same nodes, is used again where nothing differs. `had` is
    as in `make_plan`.
    """
    workloads, around = workloads_of(objects, version, complete=complete)
    workloads = with_living(workloads, around, pods)
    inventory = with_pool_nodes(inventory, workloads)
    return make_plan(workloads, inventory, around, pods, kubernetes=version, like=like, had=had)


def for_both(
    old: Iterable[Sourced], new: Iterable[Sourced], inventories: Iterable[Inventory], version: str
) -> tuple[Inventory, ...]:
    """Inventories ready for a comparison: pools are cut up by what the DaemonSets of both sides ask for."""
    found = tuple(inventories)
    if not any(inventory.pools for inventory in found):
        return found
    workloads = [workload for objects in (old, new) for workload in workloads_of(objects, version)[0]]
    return tuple(with_pool_nodes(inventory, workloads) for inventory in found)


def make_plan(  # noqa: PLR0913 - what is optional is named
    workloads: Sequence[Workload],
    inventory: Inventory,
    around: Surroundings,
    pods: Sequence[Pod] = (),
    *,
    kubernetes: str = "",
    like: Planned | None = None,
    had: PodsOf | None = None,
) -> Planned:
    """Plan DaemonSets (numbered in their order) for the nodes of an inventory.

    What was worked out for `like`, a plan for the same nodes, is used again where nothing differs. `had` says
    which pods a DaemonSet has already; without it, these are the `pods` of its own.
    """
    if like is not None and like.inventory.nodes is not inventory.nodes:
        like = None
    index = Index(inventory.nodes, inventory.group_by) if like is None else like.index
    decisions = _decisions(workloads, index, like)
    presence = presence_of(inventory.nodes, workloads, decisions, pods, around.namespaces)
    held = dict(_held(workloads, index, decisions, had or partial(_pods_of, presence)))
    created = _created(decisions, held)
    stops = quota_stops(workloads, created, around, pods, index.there)
    to_place = _to_place(workloads, index, created, stops)
    waiting: Mapping[int, ClaimStop] = {}
    if any(workload.shape.sole_claims for workload in workloads):
        homes = homes_of(workloads, inventory.nodes, created, presence, pods)
        waiting = claim_stops(workloads, created, homes, index.there)
        scheduled = _schedule(inventory.nodes, _without(to_place, waiting), presence)
        homes = chosen_homes(_without(to_place, waiting), scheduled, homes, index.there)
        waiting = claim_stops(workloads, created, homes, index.there)
        scheduled = _schedule(inventory.nodes, _without(to_place, waiting), presence)
    elif like is not None and presence == like.presence and _alike(to_place, like):
        scheduled = like.scheduled
    else:
        scheduled = _schedule(inventory.nodes, to_place, presence)
    keys = {workload.key for workload in workloads}
    return Planned(
        inventory,
        tuple(workloads),
        index,
        decisions,
        stops,
        scheduled,
        presence,
        kubernetes,
        waiting_pods=tuple(pod for pod in pods if not pod.node and pod.owner not in keys),
        claim_stops=waiting,
        held=held,
    )


def _decisions(workloads: Sequence[Workload], index: Index, like: Planned | None) -> tuple[Decision, ...]:
    known = {workload.key: workload for workload in like.workloads} if like is not None else {}

    def decision(workload: Workload) -> Decision:
        other = known.get(workload.key)
        if like is None or other is None or other.demands != workload.demands:
            return index.wanted(workload.demands)
        return like.decisions[other.number]

    return tuple(map(decision, workloads))


def _held(
    workloads: Sequence[Workload], index: Index, decisions: Sequence[Decision], had: PodsOf
) -> Iterator[tuple[int, HeldBack]]:
    for workload, decision in zip(workloads, decisions, strict=True):
        if scales_by_partition(workload.manifest):
            found = held_back(workload, index.nodes, decision.run & index.there, had(workload, index.nodes))
            if found is not None:
                yield workload.number, found


def _pods_of(presence: Presence, workload: Workload, nodes: Sequence[Node]) -> Had:
    """The pods that were given; those of another generation are of an older template."""
    pods = presence.old.get(workload.number, {})
    there = {place: pod for place, pod in pods.items() if not pod.terminating}
    known = workload.generation
    current = sum(not known or pod.generation in ("", known) for pod in there.values())
    return Had(set_of(there, len(nodes)), current)


def _created(decisions: Sequence[Decision], held: Mapping[int, HeldBack]) -> list[Decision]:
    """The decisions without the nodes that are held back."""
    return [
        decision._replace(run=decision.run & ~held[number].nodes) if number in held else decision
        for number, decision in enumerate(decisions)
    ]


ToPlace = Sequence[tuple[Wanted, int]]
"""Pods for the scheduler, and the nodes that want them."""


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
        for requirement in (*workload.shape.selector, *workload.shape.namespaced):
            nodes &= index.met(requirement)
        for volume in workload.shape.volumes:
            nodes &= index.matching(volume.demands)
        wanted = Wanted(workload.number, workload.key, workload.shape, definition=workload.definition)
        for refused in refused_by_kubelets(workload.shape, index, nodes):
            to_place.append((wanted._replace(turned_away=refused.reasons), refused.nodes))
            nodes &= ~refused.nodes
        to_place.append((wanted, nodes))
    return to_place


def _without(to_place: ToPlace, waiting: Mapping[int, ClaimStop]) -> ToPlace:
    """The pods for the scheduler without those that wait for a claim: they take no room."""
    return [
        (pod, nodes & ~waiting[pod.number].nodes if pod.number in waiting else nodes)
        for pod, nodes in to_place
    ]


def _alike(to_place: ToPlace, like: Planned) -> bool:
    """Whether the scheduler meets the same pods as in another plan for the same nodes."""
    decisions = _created(like.decisions, like.held)
    others = _to_place(like.workloads, like.index, decisions, like.stops)

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
        each = [
            (numbers, World(nodes, presence.present, together, presence.there_first).run())
            for numbers, together in rounds(to_place)
        ]
        numbers = [decided for decided, _ in each]
        found = zip(*(schedules for _, schedules in each), strict=True)
        of_nodes = (joined(list(zip(numbers, of_node, strict=True))) for of_node in found)
        return Scheduled(tuple(of_nodes), range(len(nodes)))
    classes = schedule_classes(nodes, to_place, presence.present, presence.there_first)
    return Scheduled(classes.schedules, classes.of.codes)
