"""The kind of machine of a node, judged by its labels and taints: virtual, serverless, Windows.

Only this module decides whether a node is virtual: the plan, its notes and the rule virtual-node-reached all
use `virtual_kind`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.kubernetes.node_taints import keeps_all_pods_away
from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Node

FARGATE = "Fargate"
"""EKS Fargate: each node is made for one pod and takes no other, so no DaemonSet pod ever starts there.

Source: Amazon EKS user guide, "Fargate considerations".
"""
_COMPUTE_TYPE = "eks.amazonaws.com/compute-type"
_VIRTUAL_LABELS: dict[str, dict[str, str]] = {
    "type": {"virtual-kubelet": "virtual-kubelet", "virtual-node": "virtual node"},
    _COMPUTE_TYPE: {"fargate": FARGATE},
    "kubernetes.azure.com/virtual-kubelet": {"true": "virtual-kubelet"},
    "kubernetes.azure.com/virtual-node": {"true": "virtual node"},
    "liqo.io/type": {"virtual-node": "Liqo"},
}
"""Label -> value -> the kind of such a node."""


def virtual_kind(node: Node) -> str:
    """Return the name of a kind of virtual or serverless node; empty for any other node."""
    return _by_label(node.labels) or _by_taint(node.taints)


def _by_label(labels: Mapping[str, str]) -> str:
    for label, kinds in _VIRTUAL_LABELS.items():
        kind = kinds.get(labels.get(label, ""))
        if kind:
            return kind
    return ""


def _by_taint(taints: Iterable[Taint]) -> str:
    kinds = [_kind_of_taint(taint) for taint in taints if keeps_all_pods_away(taint.key)]
    return FARGATE if FARGATE in kinds else next(filter(None, kinds), "")


def _kind_of_taint(taint: Taint) -> str:
    if taint.key == _COMPUTE_TYPE:
        return _VIRTUAL_LABELS[_COMPUTE_TYPE].get(taint.value, "")
    return "virtual-kubelet"
