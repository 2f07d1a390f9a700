"""What each step of a what-if does to the pods: created, deleted, kept without replacement, Pending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.planner.bitmaps import places, set_of
from dslint.planner.effects import Change, change_of_nodes
from dslint.planner.nodes import Inventory, Node
from dslint.planner.plan import Planned
from dslint.planner.pods import Pod
from dslint.planner.renumbering import Renumbering
from dslint.planner.sides import decision_of, old_pods, trouble_of
from dslint.planner.steps import Step
from dslint.planner.whatif import apply, chosen_nodes

Replan = Callable[[Inventory, Sequence[Pod]], Planned]
"""Plan the same DaemonSets for other nodes and other pods."""


class Consequence(NamedTuple):
    """What a step does to the pods of one DaemonSet: the names of the nodes, in order.

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
        """Whether the step does not touch this DaemonSet."""
        return not (self.created or self.deleted or self.kept or self.lost)


class Outcome(NamedTuple):
    """One step, what became of the pods, and the plan afterwards.

    nodes    the nodes the step changed, took away or added
    drained  DaemonSets with pods on them, and how many other pods leave; for `drain` only
    """

    step: Step
    nodes: tuple[str, ...]
    consequences: tuple[Consequence, ...]
    planned: Planned
    drained: Drained | None = None


class Drained(NamedTuple):
    """What `kubectl drain` meets: DaemonSets with pods there, and other pods, which it evicts.

    `evicted` is None where the input has no pods at all.
    """

    daemonsets: tuple[str, ...]
    evicted: int | None


def run_steps(
    planned: Planned,
    pods: Sequence[Pod],
    steps: Iterable[Step],
    replan: Replan,
    added: Mapping[str, Inventory],
) -> Iterator[Outcome]:
    """Apply steps one after the other; `added` holds the inventory of every file that an `add` names.

    A node that a DaemonSet wants has its pod at the start. Raises NoSuchNodeError.
    """
    there = [old_pods(planned, one.number).there for one in planned.workloads]
    kept = [had & ~decision_of(planned, one).run for had, one in zip(there, planned.workloads, strict=True)]
    for step in steps:
        before = planned
        inventory = apply(step, before.inventory, added.get(step.file))
        touched = _touched(step, before.inventory, inventory)
        drained = None
        if step.action == "drain":
            drained = _drained(before, there, pods, touched)
            pods = [pod for pod in pods if pod.owner or pod.node not in touched]
        planned = replan(inventory, pods)
        moved = Renumbering(before.inventory.nodes, inventory.nodes)
        changes = [
            change_of_nodes(moved(had), decision_of(planned, one))
            for had, one in zip(there, planned.workloads, strict=True)
        ]
        gone = _gone(before.inventory.nodes, inventory.nodes)
        consequences = tuple(
            _consequence(planned, number, change, moved(was_kept), _names(had & gone, before.inventory.nodes))
            for number, (change, had, was_kept) in enumerate(zip(changes, there, kept, strict=True))
        )
        there, kept = [change.pods for change in changes], [change.kept for change in changes]
        yield Outcome(step, tuple(touched), consequences, planned, drained)


def _touched(step: Step, before: Inventory, after: Inventory) -> list[str]:
    if step.where is None:
        return [node.name for node in after.nodes[len(before.nodes) :]]
    chosen = chosen_nodes(step.where, before)
    return [node.name for node in before.nodes if node.name in chosen]


def _drained(planned: Planned, there: Sequence[int], pods: Sequence[Pod], nodes: Sequence[str]) -> Drained:
    chosen = frozenset(nodes)
    here = set_of(
        (place for place, node in enumerate(planned.inventory.nodes) if node.name in chosen),
        len(planned.inventory.nodes),
    )
    of_plan = [one.key for one, had in zip(planned.workloads, there, strict=True) if had & here]
    others = [pod.owner for pod in pods if pod.owner and pod.node in chosen]
    evicted = sum(not pod.owner and pod.node in chosen for pod in pods) if pods else None
    return Drained(tuple(dict.fromkeys((*of_plan, *others))), evicted)


def _gone(before: Sequence[Node], after: Sequence[Node]) -> int:
    """The nodes that are there no more, numbered as before."""
    if len(after) >= len(before):
        return 0
    left = {node.name for node in after}
    return set_of((place for place, node in enumerate(before) if node.name not in left), len(before))


def _consequence(
    planned: Planned, number: int, change: Change, was_kept: int, lost: tuple[str, ...]
) -> Consequence:
    workload = planned.workloads[number]
    nodes = planned.inventory.nodes
    trouble = trouble_of(planned, workload)
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
