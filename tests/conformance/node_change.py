"""One node changes and changes back: what becomes of the pod on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.validation import judge
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.placement.controller import place
from dslint.planner.placement.decisions import Change, Decision, change_of_nodes
from tests.conformance.vectors import RECORDED

_NODE = "c0"


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from what happened on the node that changed."""
    manifest = judge(case["daemonset"], RECORDED).manifest
    pods = _wanted(manifest, case["before"]).run
    happened = change_of_nodes(pods, _wanted(manifest, case["after"]))
    if _word(happened) != case["expect"]["effect"]:
        yield f"effect: {_word(happened)}, want {case['expect']['effect']}"
    if case["expect"]["effectOfUndo"] is not None:
        undone = change_of_nodes(happened.pods, _wanted(manifest, _undone(case)))
        if _word(undone) != case["expect"]["effectOfUndo"]:
            yield f"effect of undo: {_word(undone)}, want {case['expect']['effectOfUndo']}"


def _undone(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes as they were; where the trouble was there before, the node becomes like its twin c1."""
    before: list[dict[str, Any]] = case["before"]
    if before != case["after"]:
        return before
    healthy = json.loads(json.dumps(before[1]).replace('"c1"', f'"{_NODE}"'))
    return [healthy, *before[1:]]


def _wanted(manifest: dict[str, Any], nodes: list[dict[str, Any]]) -> Decision:
    """The decision for the one node, as bit 0."""
    inventory = read_inventory(json.dumps({"kind": "NodeList", "items": nodes}))
    verdict = place(manifest, next(node for node in inventory.nodes if node.name == _NODE))
    return Decision(int(verdict.should_run), int(verdict.should_continue_running))


def _word(change: Change) -> str:
    if change.created:
        return "created"
    if change.deleted:
        return "deleted"
    return "stays" if change.pods else "none"
