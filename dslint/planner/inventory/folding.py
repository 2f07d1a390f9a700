"""Equal nodes folded into pools with a count: an inventory without the names of machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dslint.planner.inventory.compact_writer import node_record
from dslint.planner.nodes import Node
from dslint.planner.pools.numbering import PLACE, numbered
from dslint.planner.pools.pool_names import pool_of

_HOSTNAME = "kubernetes.io/hostname"
_MARK = "\0"
"""Stands for a node's own name while nodes are compared; no label has it."""
_NO_POOL = "node"
_NOT_A_NAME = re.compile(r"[^a-z0-9.-]+")
_LONGEST = 200
"""Characters of a pool's name, so that a number finds room behind it."""


def folded_records(nodes: Iterable[Node]) -> dict[str, list[dict[str, Any]]]:
    """The nodes as a compact inventory: those equal in all but their names as pools, the rest one by one.

    A plan for the pools gives the same outcomes on as many nodes. Where a label holds the name of its node,
    as `kubernetes.io/hostname` does, each node of the pool gets a value of its own.
    """
    together: dict[str, list[Node]] = {}
    for node in nodes:
        together.setdefault(_sameness(node), []).append(node)
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
        pools.append({"name": name, "count": count, **node_record(_unnamed(members[0], pattern))})
    return {name: records for name, records in (("pools", pools), ("nodes", singles)) if records}


def _is_single(members: list[Node]) -> bool:
    return len(members) == 1 and members[0].count > 0


def _sameness(node: Node) -> str:
    """Everything that decides, without the node's name; models of empty pools are folded with none."""
    model = "" if node.count else node.name
    return repr((model, node.pool, sorted(node_record(_unnamed(node, _MARK)).items(), key=repr)))


def _unnamed(node: Node, instead: str) -> Node:
    """The node with another name in the labels that hold its own."""
    own = {node.name, node.labels.get(_HOSTNAME, node.name)}
    labels = {key: instead if value in own else value for key, value in sorted(node.labels.items())}
    return replace(node, labels=labels)


def _title(node: Node) -> str:
    title = _NOT_A_NAME.sub("-", (pool_of(node).name or _NO_POOL).lower()).strip("-.")
    return re.sub(r"[.-]*\.[.-]*", ".", title)[:_LONGEST].rstrip("-.") or _NO_POOL


def _free(title: str, size: int, taken: set[str]) -> str:
    """A name for a pool of which no node is called like another one: `general`, `general.2`."""
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
