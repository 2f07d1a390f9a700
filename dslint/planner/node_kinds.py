"""What kind of machine a node is, as far as its labels and taints tell: virtual, serverless, Windows."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.node_taints import keeps_all_pods_away
from dslint.planner.nodes import Node

_VIRTUAL_LABELS: dict[str, dict[str, str]] = {
    "type": {"virtual-kubelet": "virtual-kubelet", "virtual-node": "virtual node"},
    "eks.amazonaws.com/compute-type": {"fargate": "Fargate"},
    "kubernetes.azure.com/virtual-kubelet": {"true": "virtual-kubelet"},
    "liqo.io/type": {"virtual-node": "Liqo"},
}
"""Label -> value -> what such a node is called."""


def virtual_kind(node: Node) -> str:
    """What a virtual or serverless node is called; empty for any other."""
    return _by_label(node.labels) or (
        "virtual-kubelet" if any(keeps_all_pods_away(taint.key) for taint in node.taints) else ""
    )


def _by_label(labels: Mapping[str, str]) -> str:
    for label, kinds in _VIRTUAL_LABELS.items():
        kind = kinds.get(labels.get(label, ""))
        if kind:
            return kind
    return ""
