"""Write an inventory with only the fields that affect planning: small, and the plan stays the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from dslint.kubernetes.amounts import exact
from dslint.planner.inventory.compact import NATIVE
from dslint.planner.nodes import ENOUGH, Node

_HOSTNAME = "kubernetes.io/hostname"
_READY = {("Ready", "False"): False, ("Ready", "Unknown"): "unknown"}


def redacted(nodes: Iterable[Node]) -> Iterator[Node]:
    """Return the nodes with other names; no label contains the old ones."""
    known = list(nodes)
    width = len(str(len(known)))
    for number, node in enumerate(known, 1):
        name = f"node-{number:0{width}}"
        hostname = node.labels.get(_HOSTNAME, "")
        secrets = sorted({node.name, hostname} - {""}, key=len, reverse=True)
        labels = {key: _without(value, secrets, name) for key, value in node.labels.items()}
        yield replace(node, name=name, pool="", labels=labels)


def _without(value: str, secrets: list[str], name: str) -> str:
    for secret in secrets:
        value = value.replace(secret, name)
    return value


def compact_records(nodes: Iterable[Node]) -> dict[str, list[dict[str, Any]]]:
    """Return the nodes as a compact inventory: complete pools as pools, the rest one by one."""
    pools: list[dict[str, Any]] = []
    singles: list[dict[str, Any]] = []
    for pool, members in groupby(nodes, key=lambda node: node.pool):
        found = list(members)
        if pool and _is_whole(pool, found):
            count = len(found) if found[0].count else 0
            pools.append({"name": pool, "count": count, **node_record(found[0])})
        else:
            singles.extend({"name": node.name, **node_record(node)} for node in found)
    return {name: records for name, records in (("pools", pools), ("nodes", singles)) if records}


def _is_whole(pool: str, members: list[Node]) -> bool:
    """Whether name and count say everything about the nodes of a pool."""
    if len(members) == 1 and not members[0].count:
        return members[0].name == pool
    names = [f"{pool}-{number}" for number in range(1, len(members) + 1)]
    first = node_record(members[0])
    return [member.name for member in members] == names and all(
        node_record(member) == first for member in members
    )


def node_record(node: Node) -> dict[str, Any]:
    """Return everything but the name; values that are the default are left out."""
    record = _labels(node)
    if node.written_taints:
        record["taints"] = [str(taint) for taint in node.written_taints]
    if node.allocatable is not None:
        record["allocatable"] = _amounts(node.allocatable)
    for condition in node.conditions:
        if condition in _READY:
            record["ready"] = _READY[condition]
    pressures = [kind for kind, status in node.conditions if status == "True"]
    if pressures:
        record["conditions"] = pressures
    if node.unschedulable:
        record["unschedulable"] = True
    if node.kubelet:
        record["kubelet"] = node.kubelet
    return record


def _labels(node: Node) -> dict[str, Any]:
    """Return the labels; os and arch in their short form if that means the same."""
    record: dict[str, Any] = {}
    labels = dict(node.labels)
    for short in ("os", "arch"):
        stable, beta = f"kubernetes.io/{short}", f"beta.kubernetes.io/{short}"
        if stable in labels and labels.get(beta) == labels[stable]:
            record[short] = labels.pop(stable)
            del labels[beta]
    return {**record, "labels": labels} if labels else record


def _amounts(allocatable: Mapping[str, int]) -> dict[str, str]:
    """Return the resources of the node, and zeros for those that a reader would take for granted."""
    written = {
        name: exact(name, number)
        for name, number in allocatable.items()
        if number != ENOUGH and (number or name in NATIVE)
    }
    missing = {name: "0" for name in (*NATIVE, "pods") if name not in allocatable}
    return dict(sorted({**written, **missing}.items()))


def objects_of_nodes(nodes: Iterable[Node]) -> dict[str, Any]:
    """Return the nodes as a kubectl list with only the fields that affect planning."""
    return {"apiVersion": "v1", "kind": "List", "items": [_object(node) for node in nodes if node.count]}


def _object(node: Node) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    if node.written_taints:
        spec["taints"] = [_taint(*taint) for taint in node.written_taints]
    if node.unschedulable:
        spec["unschedulable"] = True
    status: dict[str, Any] = {}
    if node.allocatable is not None:
        status["allocatable"] = {name: exact(name, number) for name, number in node.allocatable.items()}
    if node.conditions:
        status["conditions"] = [{"type": kind, "status": said} for kind, said in node.conditions]
    if node.kubelet:
        status["nodeInfo"] = {"kubeletVersion": node.kubelet}
    metadata = {"name": node.name, "labels": dict(node.labels)}
    return {"apiVersion": "v1", "kind": "Node", "metadata": metadata, "spec": spec, "status": status}


def _taint(key: str, value: str, effect: str) -> dict[str, str]:
    return {"key": key, **({"value": value} if value else {}), "effect": effect}
