"""Scheduling where pods look at the pods of other nodes: required pod (anti-)affinity and topology spread.

Counts of the pods that a term picks are kept per value of the term's node label, so that a pod is judged
without looking at every other pod again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from dslint.planner.nodes import Node
from dslint.planner.podshape import PodShape
from dslint.planner.reasons import pod_reason
from dslint.planner.room import Lacking, Load, Occupant, lacking
from dslint.planner.scheduling import NodeScheduler, Schedule, Wanted
from dslint.planner.topology import PodTerm, Spread
from dslint.planner.values import Reason

Term = TypeVar("Term")
Domain = tuple[str, int, str]
"""What is counted ("anti" or the kind of demand), the number of the demand, the value of the node label."""


class World:
    """All nodes at once, while pods are being scheduled."""

    def __init__(
        self,
        nodes: Sequence[Node],
        present: Mapping[int, Sequence[Occupant]],
        wanted: Sequence[Wanted],
    ) -> None:
        self.nodes = nodes
        self.pods = {one.number: one for one in wanted}
        held = [one.topology for pods in present.values() for one in pods]
        shapes = [one.shape.topology for one in wanted]
        self.repelling = _distinct(term for terms in (*shapes, *held) for term in terms.anti_affinity)
        self.affinities = _distinct(terms.affinity for terms in shapes if terms.affinity)
        self.avoided = _distinct(term for terms in shapes for term in terms.anti_affinity)
        self.spreads = _distinct(one.term for terms in shapes for one in terms.spread)
        self.totals: Counter[Domain] = Counter()
        self.shares: list[Counter[Domain]] = [Counter() for _ in nodes]
        self.schedulers = [
            NodeScheduler(present.get(place, ()), self._lacks(place), self.pods)
            for place in range(len(nodes))
        ]
        for place in range(len(nodes)):
            self._count(place)

    def run(self, wanted_on: Mapping[int, Sequence[int]]) -> list[Schedule]:
        """Schedule every DaemonSet's pods (number -> places of its nodes) and say what became of them."""
        for number, places in wanted_on.items():
            for place in places:
                self.schedulers[place].add(self.pods[number])
                self._count(place)
            self._retry_all()
        return [scheduler.result() for scheduler in self.schedulers]

    def _retry_all(self) -> None:
        moved = True
        while moved:
            moved = False
            for place, scheduler in enumerate(self.schedulers):
                before = len(scheduler.waiting)
                if before:
                    scheduler.retry()
                    self._count(place)
                    moved = moved or len(scheduler.waiting) < before

    def _count(self, place: int) -> None:
        self.totals.subtract(self.shares[place])
        self.shares[place] = Counter(self._domains(place, self.schedulers[place].bound))
        self.totals.update(self.shares[place])

    def _domains(self, place: int, pods: Sequence[Occupant]) -> Iterator[Domain]:
        """Every count that these pods on this node add to."""
        labels = self.nodes[place].labels
        for pod in pods:
            for number, term in enumerate(self.repelling):
                if term in pod.topology.anti_affinity and term.key in labels:
                    yield "repels", number, labels[term.key]
            for kind, terms in (("avoided", self.avoided), ("spread", self.spreads)):
                for number, term in enumerate(terms):
                    if term.picks(pod.namespace, pod.labels) and term.key in labels:
                        yield kind, number, labels[term.key]
            yield from self._attracted(pod, labels)

    def _attracted(self, pod: Occupant, labels: Mapping[str, str]) -> Iterator[Domain]:
        """Pod affinity counts only pods that every term of the demand picks."""
        for number, terms in enumerate(self.affinities):
            if all(term.picks(pod.namespace, pod.labels) for term in terms):
                yield "attracts", number, ""
                for term in terms:
                    if term.key in labels:
                        yield f"attracts {term.key}", number, labels[term.key]

    def _lacks(self, place: int) -> Lacking:
        node = self.nodes[place]

        def lacks(shape: PodShape, load: Load) -> tuple[Reason, ...]:
            occupants = load.occupants
            found = lacking(shape, node.allocatable, load)
            elsewhere = self.totals - self.shares[place]
            elsewhere.update(self._domains(place, occupants))
            return (*found, *self._demands(shape, place, elsewhere, occupants))

        return lacks

    def _demands(
        self, shape: PodShape, place: int, counts: Counter[Domain], occupants: Sequence[Occupant]
    ) -> Iterator[Reason]:
        labels = self.nodes[place].labels
        for number, term in enumerate(self.repelling):
            repelled = term.key in labels and counts["repels", number, labels[term.key]]
            if repelled and term.picks(shape.namespace, shape.labels):
                words = f"a pod in the same {term.key} keeps pods like this one away"
                yield pod_reason("pod-anti-affinity", _place(term, labels), words, ())
        for term in shape.topology.anti_affinity:
            if term.key in labels and counts["avoided", self.avoided.index(term), labels[term.key]]:
                words = f"a pod it must not be with is in the same {term.key}"
                yield pod_reason("pod-anti-affinity", _place(term, labels), words, term.path)
        yield from self._affinity(shape, labels, counts)
        for spread in shape.topology.spread:
            yield from self._spread(spread, shape, place, counts, occupants)

    def _affinity(
        self, shape: PodShape, labels: Mapping[str, str], counts: Counter[Domain]
    ) -> Iterator[Reason]:
        terms = shape.topology.affinity
        if not terms:
            return
        number = self.affinities.index(terms)
        # The first pod of a group that wants to be together may go anywhere.
        first = not counts["attracts", number, ""] and all(
            term.picks(shape.namespace, shape.labels) for term in terms
        )
        for term in terms:
            if term.key not in labels:
                words = f"no label {term.key}, which pod affinity goes by"
                yield pod_reason("pod-affinity", term.key, words, term.path)
            elif not first and not counts[f"attracts {term.key}", number, labels[term.key]]:
                words = f"no pod it wants to be with is in the same {term.key}"
                yield pod_reason("pod-affinity", _place(term, labels), words, term.path)

    def _spread(
        self,
        spread: Spread,
        shape: PodShape,
        place: int,
        counts: Counter[Domain],
        occupants: Sequence[Occupant],
    ) -> Iterator[Reason]:
        term, labels = spread.term, self.nodes[place].labels
        if term.key not in labels:
            words = f"no label {term.key}, which topology spread goes by"
            yield pod_reason("topology-spread", term.key, words, term.path)
            return
        number = self.spreads.index(term)
        if spread.every_node:
            domains = {node.labels[term.key] for node in self.nodes if term.key in node.labels}
            found = {value: counts["spread", number, value] for value in domains}
        else:
            here = sum(term.picks(pod.namespace, pod.labels) for pod in occupants)
            found = {labels[term.key]: here}
        least = min(found.values()) if len(found) >= spread.least_domains else 0
        itself = term.picks(shape.namespace, shape.labels)
        if found[labels[term.key]] + itself - least > spread.most_skew:
            words = f"more pods than elsewhere would be in this {term.key} (maxSkew {spread.most_skew})"
            yield pod_reason("topology-spread", _place(term, labels), words, term.path)


def _place(term: PodTerm, labels: Mapping[str, str]) -> str:
    return f"{term.key}={labels[term.key]}"


def _distinct(found: Iterable[Term]) -> list[Term]:
    """Each once, in order; terms hold JSON data, so they are compared and not hashed."""
    distinct: list[Term] = []
    for one in found:
        if one not in distinct:
            distinct.append(one)
    return distinct
