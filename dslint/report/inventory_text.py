"""Inventories as text, and the compact file of `dslint inventory slim`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.amounts import shown
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.node_names import all_names, brief, shortened
from dslint.planner.nodes import ENOUGH, Node
from dslint.planner.pools.pool_names import pool_of
from dslint.report.layout import WIDTH, table, wrapped
from dslint.values.words import counted

_HEADINGS = ("NODES", "STATE", "KUBELET", "CPU", "MEMORY", "PODS", "TAINTS")
_OWN_LABELS = ("kubernetes.io/hostname",)
_INDENT = 4
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
"""Words that YAML does not read as strings."""
_MOST_NAMES = 40
"""Columns of names in the table."""
_MOST_RANGES = 12


def render_table(inventory: Inventory) -> str:
    """Return groups of equal nodes, one line each, with their common labels below."""
    groups: dict[tuple[Any, ...], list[Node]] = {}
    for node in inventory.nodes:
        groups.setdefault(_sameness(node), []).append(node)
    rows = [_row(nodes) for nodes in groups.values()]
    there = sum(node.count for node in inventory.nodes)
    lines = [f"{counted(there, 'node')} in {counted(len(groups), 'group')} of equal nodes", ""]
    lines += table([_HEADINGS, *rows], frozenset({3, 4, 5}))
    for nodes in groups.values():
        lines += ["", *wrapped(_heading(nodes), 0)]
        lines += wrapped(_labels(nodes[0]) or "no labels", _INDENT)
        if nodes[0].implied:
            taints = ", ".join(map(str, nodes[0].implied))
            lines += wrapped(f"taints that follow from its state and are not written: {taints}", _INDENT)
    lines += [line for note in inventory.notes for line in ("", *wrapped(f"assumed: {note}", 0))]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _sameness(node: Node) -> tuple[Any, ...]:
    labels = tuple(sorted((key, value) for key, value in node.labels.items() if key not in _OWN_LABELS))
    allocatable = None if node.allocatable is None else tuple(sorted(node.allocatable.items()))
    state = (node.conditions, node.unschedulable, bool(node.count), node.kubelet)
    return labels, node.taints, allocatable, state


def _row(nodes: list[Node]) -> tuple[str, ...]:
    node = nodes[0]
    sizes = {name: number for name, number in (node.allocatable or {}).items() if number != ENOUGH}
    amounts = [shown(name, sizes[name]) if name in sizes else "?" for name in ("cpu", "memory", "pods")]
    taints = ", ".join(map(str, node.taints)) or "<none>"
    return (_names(nodes), _state(node), node.kubelet or "?", *amounts, taints)


def _names(nodes: list[Node]) -> str:
    """Return the first names in ranges, without their common domain; at least one, however long."""
    if len(nodes) == 1:
        return nodes[0].name
    short, _ = shortened([node.name for node in nodes])
    return f"{len(nodes)}: {brief(short, _MOST_NAMES)}"


def _heading(nodes: list[Node]) -> str:
    """Return the pool of the nodes and their names, as many as fit on a line or two."""
    names = [node.name for node in nodes]
    told = all_names(names, _MOST_RANGES) or brief(names, 2 * WIDTH, _MOST_RANGES)
    pools = Counter(pool_of(node).name for node in nodes)
    words = ", ".join(f"{pool} {number}" for pool, number in pools.items() if pool)
    if not words or all(name.startswith(tuple(pools)) for name in names):
        return told
    return f"{words}: {told}"


def _state(node: Node) -> str:
    if not node.count:
        return "0 now"
    words = [] if node.ready else ["NotReady"]
    words += [kind for kind, status in node.conditions if status == "True"]
    words += ["cordoned"] if node.unschedulable else []
    return ", ".join(words) or "Ready"


def _labels(node: Node) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(node.labels.items()) if key not in _OWN_LABELS)


def render_compact(records: Mapping[str, list[dict[str, Any]]]) -> str:
    """A compact inventory as YAML."""
    if not records:
        return "nodes: []\n"
    return "".join(f"{line}\n" for line in _yaml(records))


def _yaml(records: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    for section, entries in records.items():
        yield f"{section}:"
        for entry in entries:
            for number, (key, value) in enumerate(entry.items()):
                yield f"  {'- ' if not number else '  '}{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
