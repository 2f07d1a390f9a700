"""Fold equal nodes into pools with a count: an inventory without the names of machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dslint.planner.inventory.compact_writer import node_record
from dslint.planner.inventory.machine_labels import MachineLabels
from dslint.planner.nodes import Node, kubelet_minor
from dslint.planner.pools.numbering import PLACE, numbered
from dslint.planner.pools.pool_names import pool_of

_MARK = "\0"
"""A placeholder for the identity of a node's machine in comparisons; no label has it."""
_NO_POOL = "node"
_NOT_A_NAME = re.compile(r"[^a-z0-9.-]+")
_LONGEST = 50
"""Characters of a pool's name, so that it fits into a label with a number behind it."""
_NO_PART = "PreferNoSchedule"
"""The effect of taints that keep no pod of a DaemonSet away."""


def folded_records(nodes: Iterable[Node]) -> dict[str, list[dict[str, Any]]]:
    """Return the nodes as a compact inventory: nodes that plan alike as pools, the rest one by one.

    A plan for the pools gives the same outcomes on as many nodes. A label that identifies the machine of a
    node, as `kubernetes.io/hostname` does, gets a separate value for each node of the pool. Patch releases of
    kubelets, the order of taints, whether a taint is written or follows from the node's state, and
    PreferNoSchedule taints do not affect planning.
    """
    known = list(nodes)
    labels = MachineLabels(known)
    together: dict[str, list[Node]] = {}
    for node in known:
        together.setdefault(_sameness(node, labels), []).append(node)
    taken = {members[0].name for members in together.values() if _is_single(members)}
    pools: list[dict[str, Any]] = []
    singles: list[dict[str, Any]] = []
    for members in together.values():
        if _is_single(members):
            singles.append({"name": members[0].name, **node_record(members[0])})
            continue
        name = _free(_title(members[0]), len(members), taken)
        count = sum(member.count for member in members)
        pattern = numbered(name, PLACE)
        pools.append({"name": name, "count": count, **node_record(_model(members, labels, pattern))})
    return {name: records for name, records in (("pools", pools), ("nodes", singles)) if records}


def _is_single(members: list[Node]) -> bool:
    return len(members) == 1 and members[0].count > 0


def _sameness(node: Node, labels: MachineLabels) -> str:
    """Return everything that affects planning; models of empty pools are never folded."""
    model = "" if node.count else node.name
    taints = tuple(sorted(taint for taint in node.taints if taint.effect != _NO_PART))
    decides = replace(
        node,
        labels=labels.without(node, _MARK),
        taints=taints,
        implied=(),
        conditions=tuple(sorted(node.conditions)),
        kubelet=kubelet_minor(node.kubelet) or node.kubelet,
    )
    return repr((model, node.pool, sorted(node_record(decides).items(), key=repr)))


def _model(members: list[Node], labels: MachineLabels, name: str) -> Node:
    """Return the node that stands for all: the first one, without preferences that not all of them have."""
    first = members[0]
    others = [set(member.taints) for member in members[1:]]
    taints = tuple(
        taint for taint in first.taints if taint.effect != _NO_PART or all(taint in other for other in others)
    )
    return replace(first, labels=labels.without(first, name), taints=taints)


def _title(node: Node) -> str:
    title = _NOT_A_NAME.sub("-", (pool_of(node).name or _NO_POOL).lower()).strip("-.")
    return re.sub(r"[.-]*\.[.-]*", ".", title)[:_LONGEST].rstrip("-.") or _NO_POOL


def _free(title: str, size: int, taken: set[str]) -> str:
    """Return an unused name for a pool, which no other node has: `general`, `general.2`."""
    for name in _candidates(title):
        names = {name, *(numbered(name, number) for number in range(1, size + 1))}
        if not names & taken:
            taken |= names
            return name
    raise AssertionError("there are infinitely many names")


def _candidates(title: str) -> Iterator[str]:
    yield title
    number = 2
    while True:
        yield f"{title}.{number}"
        number += 1
