"""`scale:POOL:N`: a pool that has another number of nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import Node
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import Step


def scaled(step: Step, inventory: Inventory, chosen: tuple[int, ...]) -> NodeChange:
    """The nodes with as many of a pool as the step says; the last ones go, new ones come last.

    Raises NoSuchNodeError where the nodes differ, so that nobody can tell which come or go.
    """
    nodes = list(inventory.nodes)
    members = [nodes[place] for place in chosen]
    first = members[0]
    if any(_kind(member) != _kind(first) for member in members):
        name = first.pool or first.name
        msg = f"{step.text}: the nodes of {name} differ, so it is not clear which of them to count"
        raise NoSuchNodeError(msg)
    real = [place for place in chosen if nodes[place].count]
    models = [place for place in chosen if not nodes[place].count]
    gone = real[step.number :] + (models if step.number else [])
    new = list(_new(first, step.number - len(real), {node.name for node in nodes}))
    if not step.number and not models:
        new = [replace(first, name=first.pool or first.name, count=0)]
    kept = [node for place, node in enumerate(nodes) if place not in set(gone)]
    variant = inventory.variants.get(first.name)
    variants = dict(inventory.variants)
    if variant is not None:
        variants |= {node.name: variant._replace(node=node) for node in new}
    return NodeChange(
        replace(inventory, nodes=(*kept, *new), variants=variants),
        tuple(range(len(kept), len(kept) + len(new))),
        tuple(sorted(gone)),
        (*(nodes[place].name for place in gone), *(node.name for node in new)),
    )


def _kind(node: Node) -> tuple[Any, ...]:
    """Everything but the name and where it is written."""
    return node.labels, node.taints, node.allocatable, node.conditions, node.unschedulable, node.pool


def _new(model: Node, number: int, taken: set[str]) -> Iterator[Node]:
    """More nodes like this one, under names that are free."""
    suffix = 0
    for _ in range(number):
        suffix += 1
        while f"{model.pool or model.name}-{suffix}" in taken:
            suffix += 1
        yield replace(model, name=f"{model.pool or model.name}-{suffix}", count=1)
