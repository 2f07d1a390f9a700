"""What if the nodes were otherwise: apply typed steps to an inventory, one after the other."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Inventory, Node, with_state
from dslint.planner.steps import Step
from dslint.planner.where import Where


class NoSuchNodeError(ValueError):
    """A step names nodes that the inventory does not have, or adds one that it has."""


def apply(step: Step, inventory: Inventory, added: Inventory | None = None) -> Inventory:
    """The inventory after a step; `added` is what the file of an `add` holds. Raises NoSuchNodeError."""
    if step.where is None:
        return _add(step, inventory, added or Inventory(()))
    chosen = chosen_nodes(step.where, inventory)
    if not chosen:
        raise NoSuchNodeError(f"{step.text}: {_nothing_found(step.where, inventory)}")
    if step.action == "lose":
        return replace(inventory, nodes=tuple(node for node in inventory.nodes if node.name not in chosen))
    change = _CHANGES[step.action]
    nodes = (change(node, step) if node.name in chosen else node for node in inventory.nodes)
    return replace(inventory, nodes=tuple(nodes))


def chosen_nodes(where: Where, inventory: Inventory) -> frozenset[str]:
    """The names of the nodes that a WHERE means."""
    return frozenset(
        node.name for node in inventory.nodes if where.matches(node.name, node.labels, node.pool)
    )


def _add(step: Step, inventory: Inventory, added: Inventory) -> Inventory:
    there = {node.name for node in inventory.nodes}
    twice = next((node for node in added.nodes if node.name in there), None)
    if twice is not None:
        msg = f"{step.text}: node {twice.name} ({twice.place}) is in the inventory already"
        raise NoSuchNodeError(msg)
    return replace(inventory, nodes=inventory.nodes + added.nodes)


def _taint(node: Node, step: Step) -> Node:
    others = tuple(one for one in node.written_taints if (one.key, one.effect) != (step.key, step.effect))
    return with_state(node, taints=(*others, Taint(step.key, step.value, step.effect)))


def _untaint(node: Node, step: Step) -> Node:
    kept = (one for one in node.written_taints if one.key != step.key or step.effect not in ("", one.effect))
    return with_state(node, taints=tuple(kept))


def _label(node: Node, step: Step) -> Node:
    return replace(node, labels={**node.labels, step.key: step.value})


def _unlabel(node: Node, step: Step) -> Node:
    return replace(node, labels={key: value for key, value in node.labels.items() if key != step.key})


def _cordon(node: Node, step: Step) -> Node:
    del step
    return with_state(node, unschedulable=True)


def _not_ready(node: Node, step: Step) -> Node:
    del step
    others = tuple(one for one in node.conditions if one[0] != "Ready")
    return with_state(node, conditions=(*others, ("Ready", "False")))


_CHANGES: dict[str, Callable[[Node, Step], Node]] = {
    "taint": _taint,
    "untaint": _untaint,
    "label": _label,
    "unlabel": _unlabel,
    "cordon": _cordon,
    "drain": _cordon,
    "not-ready": _not_ready,
}


def _nothing_found(where: Where, inventory: Inventory) -> str:
    if not where.name:
        return f"no node has the labels {where.text}"
    known = {node.name for node in inventory.nodes} | {node.pool for node in inventory.nodes if node.pool}
    near = difflib.get_close_matches(where.name, sorted(known)[:5000], n=1)
    return f"no node is called {where.name}" + (f" (did you mean {near[0]}?)" if near else "")
