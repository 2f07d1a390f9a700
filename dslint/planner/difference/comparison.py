"""All DaemonSets of two sides, on the nodes of both: pairs, effects and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from dslint.planner.difference.cost_change import ChangeCosts
from dslint.planner.difference.delivery import NOTHING_CHANGED, Changed, unseen_configuration
from dslint.planner.difference.findings import verdicts
from dslint.planner.difference.pairs import Cluster, Pair, Update, View, compare, pair_up
from dslint.planner.difference.renames import renames_of
from dslint.planner.difference.views import views_of
from dslint.planner.evictions import evictions_of
from dslint.planner.grid import Grid
from dslint.planner.nodes import Node
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import Index, places, set_of
from dslint.planner.placement.renumbering import Renumbering
from dslint.planner.plan import Planned
from dslint.planner.rollout.image_update import surges
from dslint.planner.rollout.old_pods import OldPods, crowded_by, crowded_nodes, old_pods
from dslint.planner.rollout.openkruise import advanced_of
from dslint.planner.values import CostChange, Effect
from dslint.planner.workload.workloads import Workload
from dslint.reader.objects import Told


class Comparison(NamedTuple):
    """The changes, on the nodes of both sides.

    node_index  those of the new side, then those that only the old one has (`gone`, as bits)
    costs       what each pair costs, worked out when it is asked for
    others      pairs that are counted, but not shown
    """

    pairs: tuple[Pair, ...]
    node_index: Index
    costs: ChangeCosts
    gone: int = 0
    config: Changed = NOTHING_CHANGED
    others: tuple[Pair, ...] = ()

    @property
    def all_pairs(self) -> tuple[Pair, ...]:
        """Return the shown and the other pairs."""
        return (*self.pairs, *self.others)

    def narrowed(self, is_shown: Callable[[str], bool]) -> Comparison:
        """Return a comparison that shows only some of the DaemonSets (`namespace/name`); all still count."""
        shown = tuple(pair for pair in self.pairs if is_shown(pair.key))
        others = tuple(pair for pair in self.pairs if not is_shown(pair.key))
        return self._replace(pairs=shown, others=(*self.others, *others))

    @property
    def nodes(self) -> Sequence[Node]:
        """Return the nodes in the order of the bits."""
        return self.node_index.nodes

    @property
    def effects(self) -> Effects:
        """Return every pair of DaemonSet and node; each effect is created on request."""
        return Effects(self)

    def cost_changes(self) -> Iterator[CostChange]:
        """Return the cost of each pair on each pool, with the names of the nodes."""
        for pair in self.pairs:
            for cost in self.costs.of(pair):
                names = tuple(self.nodes[place].name for place in places(cost.nodes))
                yield CostChange(pair.key, cost.pool, names, cost.number, cost.pod, cost.before, cost.after)

    def told(self) -> Iterator[Told]:
        """Return the findings, pair by pair."""
        for pair in self.pairs:
            yield from verdicts(pair, self.node_index, self.gone)
            if pair.new is not None:
                yield from map(pair.new.sourced.told, unseen_configuration(pair, self.config))


def compare_plans(
    old: Planned,
    new: Planned,
    *,
    never_ready: Iterable[str] = (),
    ready_seconds: int = 0,
    config: Changed = NOTHING_CHANGED,
) -> Comparison:
    """Compare two plans. `never_ready` names nodes whose new pods do not become ready."""
    nodes = _all_nodes(old.inventory.nodes, new.inventory.nodes)
    gone = set_of(range(len(new.inventory.nodes), len(nodes)), len(nodes))
    never = frozenset(never_ready)
    cluster = Cluster(
        new.dead,
        set_of((place for place, node in enumerate(nodes) if node.name in never), len(nodes)) if never else 0,
        new.kubernetes,
        ready_seconds,
    )
    both = _Both(old, new, Renumbering(old.inventory.nodes, nodes))
    pairs = [both.pair(was, now, cluster) for was, now in pair_up(views_of(old), views_of(new))]
    index = Index(nodes, new.inventory.group_by)
    costs = ChangeCosts(old, new, nodes, both.moved)
    return Comparison(tuple(_told_together(pairs, old, new)), index, costs, gone, config)


def _told_together(pairs: Sequence[Pair], old: Planned, new: Planned) -> Iterator[Pair]:
    """Add the facts that a single pair does not show: renames, and preempted pods of others."""
    renames = renames_of(pairs)
    renames |= {new_key: old_key for old_key, new_key in renames.items()}
    before = {(eviction.by, eviction.victim) for eviction in evictions_of(old)}
    evictions = [found for found in evictions_of(new) if (found.by, found.victim) not in before]
    for pair in pairs:
        evicts = tuple(eviction for eviction in evictions if eviction.by == pair.key)
        yield pair._replace(renamed=renames.get(pair.key, ""), evicts=evicts)


class _Both(NamedTuple):
    """Two plans, and the conversion of the old side's sets of nodes to sets of all nodes."""

    old: Planned
    new: Planned
    moved: Renumbering

    def pair(self, was: View | None, now: View | None, cluster: Cluster) -> Pair:
        if was is None:
            return compare(None, now, OldPods(0), cluster)
        former = _workload(self.old, was.key)
        pods = OldPods(*map(self.moved, old_pods(self.old, former.number)))
        return compare(self._moved_view(was), now, pods, cluster, self._update(former, now, pods.there))

    def _update(self, former: Workload, now: View | None, there: int) -> Update:
        if now is None:
            return Update()
        workload = _workload(self.new, now.key)
        advanced = advanced_of(workload, self.new.inventory.nodes, now.wanted.run, there & now.wanted.stay)
        if not surges(workload):
            return Update(advanced=advanced)
        crowded = crowded_nodes(self.new, workload, former)
        return Update(crowded, crowded_by(self.new, workload, former), advanced)

    def _moved_view(self, view: View) -> View:
        run, stay, *others = map(self.moved, (*view.wanted, view.pending, view.refused, view.held))
        pending, refused, held = others
        return view._replace(wanted=Decision(run, stay), pending=pending, refused=refused, held=held)


def _workload(planned: Planned, key: str) -> Workload:
    """Return the DaemonSet of a name; the last one of several, which remains after applying both."""
    return next(workload for workload in reversed(planned.workloads) if workload.key == key)


def _all_nodes(old: Sequence[Node], new: Sequence[Node]) -> tuple[Node, ...]:
    """Return the nodes of the new side, then those that only the old side has."""
    if old is new:
        return tuple(new)
    names = {node.name for node in new}
    return (*new, *(node for node in old if node.name not in names))


class Effects(Grid[Effect]):
    """Every pair of DaemonSet and node, DaemonSet by DaemonSet."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__(len(comparison.pairs), len(comparison.nodes))
        self._comparison = comparison

    def made(self, row: int, column: int) -> Effect:
        """Return the effect on one DaemonSet on one node."""
        return _effect(self._comparison.pairs[row], self._comparison.nodes[column].name, column)


def _effect(pair: Pair, node: str, place: int) -> Effect:
    moves = pair.moves
    if moves.created >> place & 1:
        return Effect(pair.key, node, "created")
    if moves.replaced >> place & 1:
        return Effect(pair.key, node, "replaced")
    if moves.deleted >> place & 1:
        return Effect(pair.key, node, "deleted")
    return Effect(pair.key, node, "untouched" if moves.untouched >> place & 1 else "none")
