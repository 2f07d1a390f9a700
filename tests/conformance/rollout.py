"""A new image rolled out over ten nodes: the waves, the most nodes down at once, and whether it finishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dslint
from tests.manifests import daemonset_of

_LABELS = {"app": "a"}


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real rollout.

    Where nodes are tainted the real order is random, and only bounds can agree: every old pod has
    its turn, no wave is larger than the largest the budget allows, and no more nodes are down.
    """
    situation, expect = case["situation"], case["expect"]
    never = case["nodes"] if situation.get("newPodsNeverReady") else situation.get("noPodEverReadyOn", [])
    rollout = dslint.rollout(
        json.dumps(_daemonset(case)),
        json.dumps(_nodes(case)),
        pods=json.dumps(_pods(case)),
        never_ready=tuple(never),
    )
    if "taintedBefore" in situation:
        yield from _beyond_bounds(rollout, expect)
        return
    if list(rollout.waves) != expect["waveSizes"]:
        yield f"waves: {list(rollout.waves)}, want {expect['waveSizes']}"
    if rollout.most_down != expect["mostDown"]:
        yield f"most down: {rollout.most_down}, want {expect['mostDown']}"
    if rollout.finishes != expect["finished"]:
        yield f"finishes: {rollout.finishes}, want {expect['finished']}"


def _beyond_bounds(rollout: dslint.Rollout, expect: dict[str, Any]) -> Iterator[str]:
    if sum(rollout.waves) != sum(expect["waveSizes"]) or max(rollout.waves) < max(expect["waveSizes"]):
        yield f"waves: {list(rollout.waves)}, really {expect['waveSizes']}"
    if len(rollout.waves) > expect["waves"]:
        yield f"waves: {len(rollout.waves)} at least, really {expect['waves']}"
    if rollout.most_down < expect["mostDown"]:
        yield f"most down: {rollout.most_down} at most, really {expect['mostDown']}"
    if rollout.finishes != expect["finished"]:
        yield f"finishes: {rollout.finishes}, want {expect['finished']}"


def _daemonset(case: dict[str, Any]) -> dict[str, Any]:
    pod_spec: dict[str, Any] = {
        "containers": [{"name": "c", "image": "x:2", "resources": {"requests": {"cpu": "1"}}}]
    }
    if "wantedNodes" in case["situation"]:
        pod_spec["nodeSelector"] = {"wanted": "yes"}
    timing = {field: case[field] for field in ("updateStrategy", "minReadySeconds")}
    return daemonset_of(pod_spec, name="d", namespace="n", labels=_LABELS, **timing)


def _nodes(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "NodeList",
        "items": [_node(name, case["situation"]) for name in case["nodes"]],
    }


def _node(name: str, situation: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    tainted = situation.get("taintedBefore", {"nodes": [], "taint": ":"})
    if name in tainted["nodes"]:
        key, effect = tainted["taint"].split(":")
        spec["taints"] = [{"key": key, "effect": effect}]
    if name in situation.get("cordonedBefore", []):
        spec["unschedulable"] = True
    room = "0" if name in situation.get("podPendingOn", []) else "4"
    wanted = {"wanted": "yes"} if name in situation.get("wantedNodes", []) else {}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, **wanted}},
        "spec": spec,
        "status": {
            "allocatable": {"cpu": room, "memory": "8Gi", "pods": "110"},
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    }


def _pods(case: dict[str, Any]) -> dict[str, Any]:
    """The old pods that are on a node; a Pending one is not."""
    situation = case["situation"]
    unready = {*situation.get("oldPodsNeverReady", ()), *situation.get("noPodEverReadyOn", ())}
    there = [
        name
        for name in situation.get("wantedNodes", case["nodes"])
        if name not in situation.get("podPendingOn", ())
    ]
    return {
        "apiVersion": "v1",
        "kind": "List",
        "items": [_pod(name, ready=name not in unready) for name in there],
    }


def _pod(node: str, *, ready: bool) -> dict[str, Any]:
    owner = {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "d", "controller": True}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": f"d-{node}", "namespace": "n", "labels": _LABELS, "ownerReferences": [owner]},
        "spec": {"nodeName": node, "containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}]},
        "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": str(ready)}]},
    }
