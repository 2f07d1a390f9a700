"""Count pods by the demands of other pods and by the value of a node label: the domain.

This allows judging a pod without looking at every other pod again, on any number of nodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from dslint.planner.nodes import Node
from dslint.planner.scheduling.node_load import Occupant
from dslint.planner.workload.topology import PodTerm, Spread, TopologyTerms

Term = TypeVar("Term")
Domain = tuple[str, int, str]
"""The kind of count, the number of the demand, the value of the node label."""

REPELS, AVOIDED, SPREAD, ATTRACTS = "repels", "avoided", "spread", "attracts"


class Demands(NamedTuple):
    """Demands of pods on each other; each demand is stored once and has a number.

    repelling   anti-affinity of all pods, those included that are there already
    avoided     anti-affinity of the pods to place
    affinities  the affinity terms of a pod: only a pod that all of them pick counts
    spreads     topology spread over all nodes
    """

    repelling: list[PodTerm]
    avoided: list[PodTerm]
    affinities: list[tuple[PodTerm, ...]]
    spreads: list[Spread]


def demands_of(placing: Sequence[TopologyTerms], there: Iterable[TopologyTerms]) -> Demands:
    """Return the demands of the pods to place and of the existing pods."""
    return Demands(
        _distinct(term for terms in (*placing, *there) for term in terms.anti_affinity),
        _distinct(term for terms in placing for term in terms.anti_affinity),
        _distinct(terms.affinity for terms in placing if terms.affinity),
        _distinct(spread for terms in placing for spread in terms.spread if spread.every_node),
    )


class Counts:
    """The counts of the pods on all nodes.

    `changed` collects the demands (kind, number) that may newly hold, until the caller removes them.
    """

    def __init__(self, demands: Demands, nodes: Sequence[Node]) -> None:
        self.demands = demands
        self.nodes = nodes
        self._totals: Counter[Domain] = Counter()
        self._shares: list[Counter[Domain]] = [Counter() for _ in nodes]
        self.changed: set[tuple[str, int]] = set()
        self._levels = [Counter({0: number}) for number in self._numbers_of_domains()]

    def _numbers_of_domains(self) -> Iterator[int]:
        for spread in self.demands.spreads:
            compared = (node for node in self.nodes if spread.counts_on(node.labels, node.taints))
            yield len({node.labels[spread.term.key] for node in compared})

    def count(self, place: int, pods: Sequence[Occupant]) -> None:
        """Set the pods on a node."""
        before, after = self._shares[place], Counter(self._domains(place, pods))
        for domain, change in _changes(before, after):
            if domain[0] == SPREAD:
                _move(self._levels[domain[1]], self._totals[domain], change)
            self._totals[domain] += change
            if domain[0] not in (REPELS, AVOIDED) or change < 0:
                self.changed.add((domain[0].partition(" ")[0], domain[1]))
        self._shares[place] = after

    def beside(self, place: int, pods: Sequence[Occupant]) -> Beside:
        """Return the counts if these were the pods on a node."""
        after = Counter(self._domains(place, pods))
        return Beside(self._totals, dict(_changes(self._shares[place], after)), self._levels)

    def _domains(self, place: int, pods: Sequence[Occupant]) -> Iterator[Domain]:
        """Yield every count that these pods on this node add to."""
        node, demands = self.nodes[place], self.demands
        labels = node.labels
        for pod in pods:
            for number, term in enumerate(demands.repelling):
                if term.key in labels and term in pod.topology.anti_affinity:
                    yield REPELS, number, labels[term.key]
            for number, term in enumerate(demands.avoided):
                if term.key in labels and term.picks(pod.namespace, pod.labels):
                    yield AVOIDED, number, labels[term.key]
            for number, spread in enumerate(demands.spreads):
                if spread.counts_on(labels, node.taints) and counts_for(spread, pod):
                    yield SPREAD, number, labels[spread.term.key]
            yield from self._attracted(pod, labels)

    def _attracted(self, pod: Occupant, labels: Mapping[str, str]) -> Iterator[Domain]:
        for number, terms in enumerate(self.demands.affinities):
            if all(term.picks(pod.namespace, pod.labels) for term in terms):
                keys = {term.key for term in terms if term.key in labels}
                if keys:
                    yield ATTRACTS, number, ""
                for key in keys:
                    yield f"{ATTRACTS} {key}", number, labels[key]


class Beside(NamedTuple):
    """The counts with a change on one node."""

    totals: Counter[Domain]
    changes: Mapping[Domain, int]
    levels: Sequence[Counter[int]]

    def number(self, domain: Domain) -> int:
        """Return the number of pods in a domain."""
        return self.totals[domain] + self.changes.get(domain, 0)

    def least(self, spread: int, at_least: int) -> int:
        """Return the lowest count of a domain; 0 if there are fewer domains than required."""
        levels = self.levels[spread]
        mine = [change for change in self.changes if change[:2] == (SPREAD, spread)]
        if mine:
            levels = levels.copy()
            for domain in mine:
                _move(levels, self.totals[domain], self.changes[domain])
        held = [level for level, domains in levels.items() if domains]
        return min(held) if held and levels.total() >= at_least else 0


def counts_for(spread: Spread, pod: Occupant) -> bool:
    """Whether topology spread counts a pod: it ignores pods that are being deleted."""
    if pod.terminating or spread.counts_nothing:
        return False
    return spread.term.picks(pod.namespace, pod.labels)


def _changes(before: Counter[Domain], after: Counter[Domain]) -> Iterator[tuple[Domain, int]]:
    for domain in before.keys() | after.keys():
        change = after[domain] - before[domain]
        if change:
            yield domain, change


def _move(levels: Counter[int], level: int, change: int) -> None:
    """Change the count of one domain."""
    levels[level] -= 1
    levels[level + change] += 1


def _distinct(found: Iterable[Term]) -> list[Term]:
    """Return each value once, in order; terms hold JSON data, so they are compared and not hashed."""
    distinct: list[Term] = []
    for namespace in found:
        if namespace not in distinct:
            distinct.append(namespace)
    return distinct
