"""One DaemonSet replaced by another on four nodes: refused or not, and what becomes of every node's pod."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import dslint

_CLASSES = [
    {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": name},
        "value": value,
    }
    for name, value in (("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000))
]
"""All that the cluster had: those that every cluster has."""

_SAID = {"both old and new": "untouched"}
"""A new pod that waits beside the old one leaves the old one untouched."""


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs. Where the rollout stops, chance decides which nodes had their turn."""
    nodes = json.dumps({"kind": "NodeList", "items": case["nodes"]})
    difference = dslint.diff(_text(case["old"]), _text(case["new"]), nodes)
    refused = any(finding.refused for finding in difference.report.findings)
    want = case["expect"]["effect"]
    renamed = case["old"]["metadata"] != case["new"]["metadata"] and case["expect"]["http"] == 400
    if want is None:
        if not refused and not renamed:
            yield "taken, want refused"
        return
    if refused:
        yield f"refused: {[finding.message for finding in difference.report.findings if finding.refused]}"
    got = {effect.node: effect.effect for effect in difference.effects}
    wanted = {node: _SAID.get(effect, effect) for node, effect in want.items()}
    stops = any(finding.rule == "rollout-blocked" for finding in difference.report.findings)
    if (Counter(got.values()) != Counter(wanted.values())) if stops else (got != wanted):
        yield f"effect: {got}, want {want}"


def _text(daemonset: dict[str, Any]) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [daemonset, *_CLASSES]})
