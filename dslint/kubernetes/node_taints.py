"""Taints that clusters set automatically: they are temporary, or no ordinary pod belongs on the node."""

from __future__ import annotations

PASSING: dict[str, str] = {
    "node.kubernetes.io/not-ready": "the node is ready",
    "node.kubernetes.io/unreachable": "the node answers again",
    "node.kubernetes.io/network-unavailable": "the node's network is set up",
    "node.kubernetes.io/out-of-service": "somebody removes it, once the node is back",
    "node.kubernetes.io/unschedulable": "somebody uncordons the node",
    "node.kubernetes.io/disk-pressure": "the kubelet has disk space again",
    "node.kubernetes.io/memory-pressure": "the kubelet has memory again",
    "node.kubernetes.io/pid-pressure": "the kubelet has process ids again",
    "node.cloudprovider.kubernetes.io/uninitialized": "the cloud controller manager has set the node up",
    "node.cloudprovider.kubernetes.io/shutdown": "the machine is switched on again",
    "ToBeDeletedByClusterAutoscaler": "the cluster autoscaler deletes the node",
    "DeletionCandidateOfClusterAutoscaler": "the cluster autoscaler keeps or deletes the node",
    "karpenter.sh/disrupted": "Karpenter has replaced the node",
    "karpenter.sh/disruption": "Karpenter has replaced the node",
    "karpenter.sh/unregistered": "Karpenter has registered the node",
    "cloud.google.com/impending-node-termination": "the machine is gone",
    "aws-node-termination-handler/spot-itn": "the machine is gone",
    "aws-node-termination-handler/asg-lifecycle-termination": "the machine is gone",
    "aws-node-termination-handler/scheduled-maintenance": "the maintenance is over",
    "aws-node-termination-handler/rebalance-recommendation": "the machine is replaced",
    "node.cluster.x-k8s.io/uninitialized": "Cluster API has set the node up",
    "node.cluster.x-k8s.io/outdated-revision": "Cluster API has replaced the node",
}
"""Key -> until when it stays, as a sentence after "until"."""

_NODE_GOES = (
    "ToBeDeletedByClusterAutoscaler",
    "karpenter.sh/disrupted",
    "karpenter.sh/disruption",
    "cloud.google.com/impending-node-termination",
    "aws-node-termination-handler/spot-itn",
    "aws-node-termination-handler/asg-lifecycle-termination",
    "aws-node-termination-handler/rebalance-recommendation",
    "node.cluster.x-k8s.io/outdated-revision",
)

_PASSING_PREFIXES = {
    "startup-taint.cluster-autoscaler.kubernetes.io/": "whoever set it removes it when the node is set up",
    "ignore-taint.cluster-autoscaler.kubernetes.io/": "whoever set it removes it when the node is set up",
    "status-taint.cluster-autoscaler.kubernetes.io/": "whoever set it for a state of the node removes it",
}
_NO_PODS_HERE = (
    "azure.com/aci",
    "eks.amazonaws.com/compute-type",
    "virtual-node.liqo.io/not-allowed",
    "kubernetes.io/virtual-node",
)
_NO_PODS_HERE_PREFIX = "virtual-kubelet.io/"
_NODE_IDENTITY = (
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "kubernetes.io/hostname",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/instance-type",
)
_NODE_IDENTITY_PREFIXES = (
    "topology.kubernetes.io/",
    "failure-domain.beta.kubernetes.io/",
    "node-role.kubernetes.io/",
)
_STARTING = ("not-ready", "notready", "not_ready", "uninitialized", "startup", "start-up", "initializing")


def until(key: str) -> str:
    """Return until when a taint stays that the cluster sets and removes; empty for others."""
    known = PASSING.get(key)
    if known is not None:
        return known
    return next((words for prefix, words in _PASSING_PREFIXES.items() if key.startswith(prefix)), "")


def goes_with_its_node(key: str) -> bool:
    """Whether the taint says that the node will be removed, so no pod will ever start there."""
    return key in _NODE_GOES


def keeps_all_pods_away(key: str) -> bool:
    """Whether the taint marks a virtual or serverless node, on which DaemonSet pods never start."""
    return key in _NO_PODS_HERE or key.startswith(_NO_PODS_HERE_PREFIX)


def says_starting(key: str) -> bool:
    """Whether the name of a user's taint says that an agent removes it once it runs."""
    name = key.rpartition("/")[2].lower()
    return not key.startswith("node.kubernetes.io/") and any(word in name for word in _STARTING)


def may_be_tolerated(key: str) -> bool:
    """Whether tolerating a taint can be good advice to reach its nodes."""
    return not until(key) and not keeps_all_pods_away(key)


def may_be_set(label: str) -> bool:
    """Whether setting a label on a node can be good advice: not if the label describes the node."""
    return label not in _NODE_IDENTITY and not label.startswith(_NODE_IDENTITY_PREFIXES)
