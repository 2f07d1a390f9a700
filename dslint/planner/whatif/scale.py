"""`scale:POOL:N`: change the number of nodes of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import Node
from dslint.planner.pools.pool_names import pool_of
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import Step

_HOSTNAME = "kubernetes.io/hostname"
_ZONES = ("zone", "zone-id")


def scaled(step: Step, inventory: Inventory, chosen: tuple[int, ...]) -> NodeChange:
    """Return the nodes with this many of a pool; the last ones are removed, new ones are added at the end.

    New nodes copy the existing ones in turn, which may be in several zones. Raises NoSuchNodeError if the
    nodes differ in anything else, because it is unclear which ones to add or remove.
    """
    nodes = list(inventory.nodes)
    members = [nodes[place] for place in chosen]
    first = members[0]
    asked = step.where.name if step.where is not None else ""
    name = asked or pool_of(first, inventory.group_by).name or first.name
    if any(_kind(member) != _kind(first) for member in members):
        msg = f"{step.text}: the nodes of {name} differ, so it is not clear which of them to count"
        raise NoSuchNodeError(msg)
    real = [place for place in chosen if nodes[place].count]
    models = [place for place in chosen if not nodes[place].count]
    gone = real[step.number :] + (models if step.number else [])
    new = list(_new(members, name, step.number - len(real), {node.name for node in nodes}))
    if not step.number and not models:
        new = [_called(first, name, 0)]
    kept = [node for place, node in enumerate(nodes) if place not in set(gone)]
    variant = inventory.variants.get(first.name)
    variants = dict(inventory.variants)
    if variant is not None:
        variants |= {node.name: variant._replace(node=node) for node in new}
    return NodeChange(
        replace(inventory, nodes=(*kept, *new), variants=variants),
        tuple(range(len(kept), len(kept) + len(new))),
        tuple(sorted(gone)),
        (*(nodes[place].name for place in real[step.number :]), *(node.name for node in new if node.count)),
    )


def _kind(node: Node) -> tuple[Any, ...]:
    """Return everything but the name, the zone and the place of a node."""
    labels = {key: value for key, value in node.labels.items() if not _is_own(key)}
    return labels, node.taints, node.allocatable, node.conditions, node.unschedulable, node.pool


def _is_own(key: str) -> bool:
    """Whether nodes of one pool have different values of a label: their name or their zone."""
    return key == _HOSTNAME or key.rpartition("/")[2] in _ZONES


def _new(models: Sequence[Node], name: str, number: int, taken: set[str]) -> Iterator[Node]:
    """Return more nodes like these, in turn, under unused names."""
    suffix = 0
    for model in islice(cycle(models), max(number, 0)):
        suffix += 1
        while f"{name}-{suffix}" in taken:
            suffix += 1
        yield _called(model, f"{name}-{suffix}", 1)


def _called(model: Node, name: str, count: int) -> Node:
    """Return the node under another name, also in labels that contain it."""
    labels = model.labels
    if _HOSTNAME in labels:
        labels = {**labels, _HOSTNAME: name}
    return replace(model, name=name, labels=labels, count=count)
