"""The nodes of an inventory that a DaemonSet, a toleration or a selector reaches, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dslint.kubernetes.access import mapping
from dslint.kubernetes.taints import tolerates
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.node_names import brief
from dslint.planner.outcomes import decision_of
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC, FieldPath


def lens(planned: Planned, workload: Workload) -> str:
    """Return `runs on 12 of 17 nodes`."""
    wanted = decision_of(planned, workload).run.bit_count()
    total = len(planned.inventory.nodes)
    return f"runs on {wanted} of {total} node{'s' if total != 1 else ''}"


def reached(data: Mapping[str, Any], path: FieldPath, inventory: Inventory) -> str:
    """Return the nodes that the toleration or nodeSelector at a path reaches; empty for other places."""
    spec = mapping(data, *POD_SPEC)
    match path:
        case ("spec", "template", "spec", "tolerations", int(index), *_):
            return _tolerated(spec, index, inventory)
        case ("spec", "template", "spec", "nodeSelector", *_):
            return _selected(spec, inventory)
    return ""


def _selected(spec: Mapping[str, Any], inventory: Inventory) -> str:
    wanted = mapping(spec, "nodeSelector")
    names = [
        node.name
        for node in inventory.nodes
        if all(node.labels.get(key) == value for key, value in wanted.items())
    ]
    return _said("matches", names, len(inventory.nodes))


def _tolerated(spec: Mapping[str, Any], index: int, inventory: Inventory) -> str:
    written = spec.get("tolerations")
    if not isinstance(written, list) or index >= len(written) or not isinstance(written[index], dict):
        return ""
    names = [
        node.name
        for node in inventory.nodes
        if any(tolerates(written[index], taint) for taint in node.taints)
    ]
    return _said("tolerates a taint of", names, len(inventory.nodes))


def _said(verb: str, names: list[str], total: int) -> str:
    if not names:
        return f"{verb} none of {total} nodes"
    return f"{verb} {len(names)} of {total} nodes: {brief(names)}"
