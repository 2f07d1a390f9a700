"""Scheduling with demands on pods of other nodes: required pod (anti-)affinity and topology spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import places
from dslint.planner.scheduling.node_load import Fits, Lacking, Load, Occupant, lacking
from dslint.planner.scheduling.one_node import NodeScheduler, Schedule, Wanted
from dslint.planner.scheduling.topology_counts import (
    ATTRACTS,
    AVOIDED,
    REPELS,
    SPREAD,
    Beside,
    Counts,
    Demands,
    counts_for,
    demands_of,
)
from dslint.planner.values import Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.topology import PodTerm, Spread


class World:
    """All nodes while pods (each with the set of nodes that want it) are being scheduled.

    there_first  place of a node -> numbers of the DaemonSets whose pod runs there already
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        present: Mapping[int, Sequence[Occupant]],
        wanted: Sequence[tuple[Wanted, int]],
        there_first: Mapping[int, frozenset[int]] = {},
    ) -> None:
        self.nodes = nodes
        self.pods = {pod.number: pod for pod, _ in wanted}
        self.places: dict[int, list[int]] = {}
        self.turned_away: dict[int, dict[int, Wanted]] = {}
        for pod, wanted_on in wanted:
            found = list(places(wanted_on))
            self.places[pod.number] = sorted((*self.places.get(pod.number, ()), *found))
            for place in found if pod.turned_away else ():
                self.turned_away.setdefault(place, {})[pod.number] = pod
        self.there_first = there_first
        self.demands = demands_of(
            [pod.shape.topology for pod in self.pods.values()],
            (pod.topology for pods in present.values() for pod in pods if pod.topology),
        )
        self.counts = Counts(self.demands, nodes)
        self._dependents = _dependents(self.demands, self.pods)
        self._waiting_at: dict[int, set[int]] = defaultdict(set)
        self.schedulers = [self._scheduler(place, present.get(place, ())) for place in range(len(nodes))]
        for place in present:
            self._count(place)

    def _scheduler(self, place: int, present: Sequence[Occupant]) -> NodeScheduler:
        return NodeScheduler(present, self._lacks(place), self._pods_at(place), self._fits(place))

    def _pods_at(self, place: int) -> Mapping[int, Wanted]:
        away = self.turned_away.get(place)
        return self.pods if away is None else {**self.pods, **away}

    def run(self) -> list[Schedule]:
        """Schedule the pods of every DaemonSet and return the results."""
        wanted_on = self.places
        self.counts.changed.clear()  # nobody waits yet
        places = {number: frozenset(found) for number, found in wanted_on.items()}
        for place, numbers in self.there_first.items():
            for number in sorted(numbers):
                if place in places.get(number, ()):
                    self._add(number, place)
        for number, found in wanted_on.items():
            for place in found:
                if number not in self.there_first.get(place, ()):
                    self._add(number, place)
            self._retry_all()
        races = self._races()
        return [
            scheduler.result()._replace(races=races.get(place, frozenset()))
            for place, scheduler in enumerate(self.schedulers)
        ]

    def _add(self, number: int, place: int) -> None:
        scheduler = self.schedulers[place]
        pushed_before = len(scheduler.preempted)
        scheduler.add(scheduler.pods[number])
        self._note_waiting(place, (number,), pushed_before)

    def _retry_all(self) -> None:
        """Retry only the pods for which something changed since the last attempt.

        Room becomes free only where a pod is preempted, and there all waiting pods are retried.
        """
        while self.counts.changed:
            changed, self.counts.changed = self.counts.changed, set()
            again: dict[int, list[int]] = defaultdict(list)
            for number in self._affected(changed):
                for place in self._waiting_at[number]:
                    again[place].append(number)
            for place, numbers in sorted(again.items()):
                pushed_before = len(self.schedulers[place].preempted)
                self.schedulers[place].retry(numbers)
                self._note_waiting(place, numbers, pushed_before)

    def _affected(self, changed: Collection[tuple[str, int]]) -> Iterator[int]:
        """Return the DaemonSets whose pods wait and may wait for one of these demands."""
        affected = {number for demand in changed for number in self._dependents.get(demand, ())}
        for term in (self.demands.repelling[number] for kind, number in changed if kind == REPELS):
            shapes = ((number, self.pods[number].shape) for number in self._waiting_at)
            affected.update(number for number, shape in shapes if term.picks(shape.namespace, shape.labels))
        return (number for number in affected if self._waiting_at.get(number))

    def _note_waiting(self, place: int, numbers: Iterable[int], pushed_before: int) -> None:
        """Record which pods wait where, after an attempt on a node, and count the node again."""
        scheduler = self.schedulers[place]
        victims = (pushed.victim.workload for pushed in scheduler.preempted[pushed_before:])
        for number in (*numbers, *(victim for victim in victims if victim >= 0)):
            if number in scheduler.waiting:
                self._waiting_at[number].add(place)
            else:
                self._waiting_at[number].discard(place)
        self._count(place)

    def _count(self, place: int) -> None:
        self.counts.count(place, self.schedulers[place].bound)

    def _races(self) -> dict[int, frozenset[int]]:
        """Return, by node, the pods that wait only because one of equal priority came first.

        This includes the pods of a single DaemonSet: it is random on which of its nodes the first pod is
        created.
        """
        found: dict[int, set[int]] = {}
        by_priority: dict[int, list[tuple[int, int]]] = {}
        for place, scheduler in enumerate(self.schedulers):
            for number in scheduler.waiting:
                by_priority.setdefault(self.pods[number].shape.priority, []).append((place, number))
        everybody = self.counts
        for priority, waiting in by_priority.items():
            self.counts = Counts(self.demands, self.nodes)
            stays = [_without_planned(scheduler.bound, priority) for scheduler in self.schedulers]
            for place, occupants in enumerate(stays):
                self.counts.count(place, occupants)
            for place, number in waiting:
                if self._fits(place)(self.pods[number].shape, Load(stays[place])):
                    found.setdefault(place, set()).add(number)
        self.counts = everybody
        return {place: frozenset(numbers) for place, numbers in found.items()}

    def _lacks(self, place: int) -> Lacking:
        allocatable = self.nodes[place].allocatable

        def lacks(shape: PodShape, load: Load) -> tuple[Reason, ...]:
            return (*lacking(shape, allocatable, load), *self._unmet(shape, place, load))

        return lacks

    def _fits(self, place: int) -> Fits:
        allocatable = self.nodes[place].allocatable

        def fits(shape: PodShape, load: Load) -> bool:
            if not load.has_room_for(shape, allocatable):
                return False
            return next(self._unmet(shape, place, load), None) is None

        return fits

    def _unmet(self, shape: PodShape, place: int, load: Load) -> Iterator[Reason]:
        """Return the demands, of a pod or on it, that do not hold on a node with these pods."""
        labels = self.nodes[place].labels
        counts = self.counts.beside(place, load.occupants)
        yield from self._anti_affinity(shape, labels, counts)
        yield from self._affinity(shape, labels, counts)
        for spread in shape.topology.spread:
            yield from self._spread(spread, shape, place, counts, load.occupants)

    def _anti_affinity(self, shape: PodShape, labels: Mapping[str, str], counts: Beside) -> Iterator[Reason]:
        said = set()
        for term in shape.topology.anti_affinity:
            number = self.demands.avoided.index(term)
            if term.key in labels and counts.number((AVOIDED, number, labels[term.key])):
                words = f"a pod that its anti-affinity excludes is in the same {term.key}"
                said.add(term.key)
                yield pod_reason("pod-anti-affinity", _place(term, labels), words, term.path)
        for number, term in enumerate(self.demands.repelling):
            repelled = term.key in labels and counts.number((REPELS, number, labels[term.key]))
            if repelled and term.key not in said and term.picks(shape.namespace, shape.labels):
                words = f"a pod in the same {term.key} excludes this pod by its anti-affinity"
                yield pod_reason("pod-anti-affinity", _place(term, labels), words, ())

    def _affinity(self, shape: PodShape, labels: Mapping[str, str], counts: Beside) -> Iterator[Reason]:
        terms = shape.topology.affinity
        if not terms:
            return
        number = self.demands.affinities.index(terms)
        # The first pod of a group with affinity to itself may run anywhere.
        first = not counts.number((ATTRACTS, number, "")) and all(
            term.picks(shape.namespace, shape.labels) for term in terms
        )
        for term in terms:
            if term.key not in labels:
                words = f"no label {term.key}, which pod affinity uses"
                yield pod_reason("pod-affinity", term.key, words, term.path)
            elif not first and not counts.number((f"{ATTRACTS} {term.key}", number, labels[term.key])):
                words = f"no pod that its affinity requires is in the same {term.key}"
                yield pod_reason("pod-affinity", _place(term, labels), words, term.path)

    def _spread(
        self, spread: Spread, shape: PodShape, place: int, counts: Beside, occupants: Sequence[Occupant]
    ) -> Iterator[Reason]:
        term, node = spread.term, self.nodes[place]
        if term.key not in node.labels:
            words = f"no label {term.key}, which topology spread uses"
            yield pod_reason("topology-spread", term.key, words, term.path)
            return
        if spread.every_node:
            number = self.demands.spreads.index(spread)
            here = counts.number((SPREAD, number, node.labels[term.key]))
            least = counts.least(number, spread.least_domains)
        else:
            compared = spread.counts_on(node.labels, node.taints)
            here = sum(counts_for(spread, pod) for pod in occupants) if compared else 0
            least = here if spread.least_domains <= 1 else 0
        itself = term.picks(shape.namespace, shape.labels)
        if here + itself - least > spread.most_skew:
            words = f"too many pods would be in this {term.key} (maxSkew {spread.most_skew})"
            yield pod_reason("topology-spread", _place(term, node.labels), words, term.path)


def _dependents(demands: Demands, pods: Mapping[int, Wanted]) -> dict[tuple[str, int], list[int]]:
    """Return demand -> the DaemonSets that make it of others; exclusion by others is checked separately."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, pod in pods.items():
        topology = pod.shape.topology
        for term in topology.anti_affinity:
            found[AVOIDED, demands.avoided.index(term)].append(number)
        if topology.affinity:
            found[ATTRACTS, demands.affinities.index(topology.affinity)].append(number)
        for spread in topology.spread:
            if spread.every_node:
                found[SPREAD, demands.spreads.index(spread)].append(number)
    return found


def _without_planned(occupants: Sequence[Occupant], priority: int) -> list[Occupant]:
    return [occupant for occupant in occupants if occupant.workload < 0 or occupant.priority != priority]


def _place(term: PodTerm, labels: Mapping[str, str]) -> str:
    return f"{term.key}={labels[term.key]}"
