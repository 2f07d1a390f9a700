"""The effect of each what-if step on pods: created, deleted, kept without replacement, Pending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.outcomes import decision_of, trouble_of
from dslint.planner.placement.decisions import Change, change_of_nodes
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.plan import Planned
from dslint.planner.pools.pool_names import pool_of
from dslint.planner.rollout.old_pods import old_pods
from dslint.planner.whatif.apply import change_of
from dslint.planner.whatif.drain import Drained, drained
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.replanning import PodsByNode, pods_by_node, replan
from dslint.planner.whatif.splice import Splice
from dslint.planner.whatif.staying_away import Away, staying_away
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import Step
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload
from dslint.values.api_groups import is_advanced

_ADDING = ("add", "scale")


class Consequence(NamedTuple):
    """The effect of a step on the pods of one DaemonSet: the names of the nodes, in order.

    lost     the pod goes with its node
    deleted  the controller deletes the pod, and none comes
    kept     the pod stays, but once it goes none comes
    pending  of `created`: the pod is not scheduled
    """

    daemonset: str
    created: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the step does not affect this DaemonSet."""
        return not (self.created or self.deleted or self.kept or self.lost)


class Outcome(NamedTuple):
    """One step, its effect on the pods, and the plan afterwards.

    nodes    the nodes the step changed, took away or added
    drained  DaemonSets with pods on them, and how many other pods leave; for `drain` only
    away     DaemonSets that the new nodes of an `add` or `scale` do not run, and why
    pools    the pool of every node that is named here and has one
    skipped  why the step does nothing here, where it need not: the message about it
    """

    step: Step
    nodes: tuple[str, ...]
    consequences: tuple[Consequence, ...]
    planned: Planned
    drained: Drained | None = None
    away: tuple[Away, ...] = ()
    pools: Mapping[str, str] = MappingProxyType({})
    skipped: str = ""


def run_steps(
    planned: Planned,
    around: Surroundings,
    pods: Sequence[Pod],
    steps: Iterable[Step],
    added: Mapping[str, Inventory],
    *,
    lenient: bool = False,
) -> Iterator[Outcome]:
    """Apply steps one after the other; `added` holds the inventory of every file of an `add`.

    At the start, every node that a DaemonSet wants has its pod. Raises NoSuchNodeError; with `lenient`, an
    impossible step is skipped.
    """
    on_node = pods_by_node(pods)
    there = [old_pods(planned, workload.number).there for workload in planned.workloads]
    kept = [
        had & ~decision_of(planned, workload).run
        for had, workload in zip(there, planned.workloads, strict=True)
    ]
    for step in steps:
        before = planned
        try:
            change = change_of(step, before.inventory, before.index, added.get(step.file))
        except NoSuchNodeError as error:
            if not lenient:
                raise
            yield Outcome(step, (), (), before, skipped=str(error))
            continue
        told = None
        if step.action == "drain":
            told = _drained(before, there, on_node, change, around)
            leaving = {name: [pod for pod in on_node.get(name, ()) if pod.owner] for name in change.touched}
            on_node = {**on_node, **leaving}
        planned = replan(before, change, around, on_node)
        moved = Splice(change, len(before.inventory.nodes)).moved
        changes = [
            _change(planned, workload, moved(had))
            for had, workload in zip(there, planned.workloads, strict=True)
        ]
        gone = set_of(change.gone, len(before.inventory.nodes))
        consequences = tuple(
            _consequence(planned, number, result, moved(was_kept), _names(had & gone, before.inventory.nodes))
            for number, (result, had, was_kept) in enumerate(zip(changes, there, kept, strict=True))
        )
        there, kept = [change.pods for change in changes], [change.kept for change in changes]
        away = staying_away(planned, change.changed) if step.action in _ADDING else ()
        pools = _pools((before, planned), change.touched, consequences)
        yield Outcome(step, change.touched, consequences, planned, told, away, pools)


def _pools(
    plans: Iterable[Planned], touched: Iterable[str], consequences: Iterable[Consequence]
) -> Mapping[str, str]:
    """Return the pool of every named node; for removed nodes, their pool in the earlier plan."""
    named = set(touched)
    for found in consequences:
        named.update(found.created, found.pending, found.deleted, found.kept, found.lost)
    return {
        node.name: pool
        for planned in plans
        for node in planned.inventory.nodes
        if node.name in named and (pool := pool_of(node, planned.index.group_by).name)
    }


def _drained(
    planned: Planned,
    there: Sequence[int],
    on_node: PodsByNode,
    change: NodeChange,
    around: Surroundings,
) -> Drained:
    here = set_of(change.changed, len(planned.inventory.nodes))
    keys = [workload.key for workload, had in zip(planned.workloads, there, strict=True) if had & here]
    pods = [pod for name in change.touched for pod in on_node.get(name, ())]
    advanced = {
        workload.key for workload in planned.workloads if is_advanced(workload.manifest.get("apiVersion"))
    }
    return drained(keys, pods, around.disruption_budgets, known=bool(on_node), advanced=advanced)


def _change(planned: Planned, workload: Workload, had: int) -> Change:
    change = change_of_nodes(had, decision_of(planned, workload))
    return change._replace(created=change.created & ~planned.held_back(workload.number))


def _consequence(
    planned: Planned, number: int, change: Change, was_kept: int, lost: tuple[str, ...]
) -> Consequence:
    workload = planned.workloads[number]
    nodes = planned.inventory.nodes
    trouble = trouble_of(planned, workload, change.created)
    return Consequence(
        workload.key,
        _names(change.created & ~trouble.blocked, nodes),
        _names(change.deleted, nodes),
        _names(change.kept & ~was_kept, nodes),
        lost,
        _names(change.created & trouble.pending, nodes),
    )


def _names(mask: int, nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(nodes[place].name for place in places(mask))
