"""Apply the steps of a what-if to an inventory, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dslint.kubernetes.taints import NOT_READY, UNREACHABLE, UNSCHEDULABLE, Taint
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import Node, with_state
from dslint.planner.placement.chosen_nodes import chosen_nodes, nothing_found
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.scale import scaled
from dslint.planner.whatif.step_faults import NoSuchNodeError, check_there, goes
from dslint.planner.whatif.steps import Step


def apply(step: Step, inventory: Inventory, added: Inventory | None = None) -> Inventory:
    """Return the inventory after a step; `added` is the file of an `add`. Raises NoSuchNodeError."""
    return change_of(step, inventory, Index(inventory.nodes, inventory.group_by), added).inventory


def change_of(step: Step, inventory: Inventory, index: Index, added: Inventory | None = None) -> NodeChange:
    """Return the effect of a step on the nodes of an inventory (those of the index).

    Raises NoSuchNodeError.
    """
    if step.where is None:
        return _add(step, inventory, added or Inventory(()))
    chosen = tuple(places(chosen_nodes(step.where, index)))
    if not chosen:
        raise NoSuchNodeError(f"{step.text}: {nothing_found(step.where, index)}")
    nodes = list(inventory.nodes)
    touched = tuple(nodes[place].name for place in chosen)
    check_there(step, [nodes[place] for place in chosen])
    if step.action == "scale":
        return scaled(step, inventory, chosen)
    if step.action in ("lose", "remove"):
        for place in reversed(chosen):
            del nodes[place]
        return NodeChange(replace(inventory, nodes=tuple(nodes)), gone=chosen, touched=touched)
    for place in chosen:
        nodes[place] = _CHANGES[step.action](nodes[place], step)
    return NodeChange(replace(inventory, nodes=tuple(nodes)), chosen, touched=touched)


def _add(step: Step, inventory: Inventory, added: Inventory) -> NodeChange:
    there = {node.name for node in inventory.nodes}
    twice = next((node for node in added.nodes if node.name in there), None)
    if twice is not None:
        msg = f"{step.text}: node {twice.name} ({twice.place}) is in the inventory already"
        raise NoSuchNodeError(msg)
    nodes = inventory.nodes + added.nodes
    pools, variants = inventory.pools + added.pools, {**inventory.variants, **added.variants}
    return NodeChange(
        replace(inventory, nodes=nodes, pools=pools, variants=variants),
        tuple(range(len(inventory.nodes), len(nodes))),
        touched=tuple(node.name for node in added.nodes),
    )


def _taint(node: Node, step: Step) -> Node:
    others = tuple(
        taint for taint in node.written_taints if (taint.key, taint.effect) != (step.key, step.effect)
    )
    return with_state(node, taints=(*others, Taint(step.key, step.value, step.effect)))


def _untaint(node: Node, step: Step) -> Node:
    return with_state(node, taints=tuple(taint for taint in node.written_taints if not goes(taint, step)))


def _label(node: Node, step: Step) -> Node:
    return replace(node, labels={**node.labels, step.key: step.value})


def _unlabel(node: Node, step: Step) -> Node:
    return replace(node, labels={key: value for key, value in node.labels.items() if key != step.key})


def _cordon(node: Node, step: Step) -> Node:
    del step
    return with_state(node, unschedulable=True)


def _uncordon(node: Node, step: Step) -> Node:
    del step
    return with_state(node, taints=_without(node, UNSCHEDULABLE), unschedulable=False)


def _ready(node: Node, step: Step) -> Node:
    del step
    conditions = tuple(condition for condition in node.conditions if condition[0] != "Ready")
    return with_state(node, taints=_without(node, NOT_READY, UNREACHABLE), conditions=conditions)


def _without(node: Node, *keys: str) -> tuple[Taint, ...]:
    """Return the written taints without those that follow from a state."""
    return tuple(taint for taint in node.written_taints if taint.key not in keys)


def _not_ready(node: Node, step: Step) -> Node:
    del step
    others = tuple(condition for condition in node.conditions if condition[0] != "Ready")
    return with_state(node, conditions=(*others, ("Ready", "False")))


_CHANGES: dict[str, Callable[[Node, Step], Node]] = {
    "taint": _taint,
    "untaint": _untaint,
    "label": _label,
    "unlabel": _unlabel,
    "cordon": _cordon,
    "uncordon": _uncordon,
    "drain": _cordon,
    "not-ready": _not_ready,
    "ready": _ready,
}
