"""The pool of each node, told from the labels that clouds and installers set; or from a label of your choice.

A pool that the inventory declares (`pools:` of a compact inventory, or a file that declares pools) keeps its
name. Of any other node the first label of `POOL_LABELS` is its pool, else its instance type, else its role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dslint.planner.nodes import Node

POOL_LABELS = (
    "karpenter.sh/nodepool",
    "karpenter.sh/provisioner-name",
    "eks.amazonaws.com/nodegroup",
    "alpha.eksctl.io/nodegroup-name",
    "cloud.google.com/gke-nodepool",
    "kubernetes.azure.com/agentpool",
    "agentpool",
    "kops.k8s.io/instancegroup",
    "worker.gardener.cloud/pool",
    "hypershift.openshift.io/nodePool",
    "doks.digitalocean.com/node-pool",
    "doks.digitalocean.com/node-pool-id",
    "k8s.scaleway.com/pool-name",
    "ibm-cloud.kubernetes.io/worker-pool-name",
    "cce.cloud.com/cce-nodepool",
    "vke.vultr.com/node-pool",
    "hcloud/node-group",
    "lke.linode.com/pool-id",
    "kubernetes.civo.com/civo-node-pool",
    "alibabacloud.com/nodepool-id",
    "tke.cloud.tencent.com/nodepool-id",
    "nodepool",
)
"""Labels whose value names the pool, in the order in which they are asked.

Who sets them: Karpenter (the second one before v1beta1), EKS, eksctl, GKE, AKS (twice), kOps, Gardener,
HyperShift, DigitalOcean (twice), Scaleway, IBM Cloud, Huawei Cloud, Vultr, the cluster autoscaler on Hetzner
Cloud, Linode, Civo, Alibaba Cloud, Tencent Cloud, OVHcloud. Cluster API and OpenShift name the sets of their
machines on Machine objects, not on nodes.
"""
INSTANCE_TYPES = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
ROLE = "node-role.kubernetes.io/"
OLD_ROLE = "kubernetes.io/role"
_COMPUTE_TYPE, _FARGATE = "eks.amazonaws.com/compute-type", "fargate"
"""EKS Fargate has no pools; all of its nodes are taken for one."""

_NO_TYPES = frozenset({"", "k3s", "rke2"})
"""The instance type that the cloud controllers of K3s and RKE2 write for every machine."""
_COMMON_ROLES = ("control-plane", "master", "worker", "node", "agent")
"""Of several roles, the first of these two says most; others count only without a specific role."""


class PoolName(NamedTuple):
    """The pool of a node. `label` is the label that says so; empty for a pool that the inventory declares.

    A node without a pool has an empty name.
    """

    name: str
    label: str = ""


def pool_of(node: Node, group_by: str = "") -> PoolName:
    """The pool of one node; by the value of the label `group_by` where one is given."""
    if group_by:
        return PoolName(node.labels.get(group_by, ""), group_by)
    return PoolName(node.pool) if node.pool else labelled_pool(node)


def labelled_pool(node: Node) -> PoolName:
    """The pool of one node, as its labels say, whatever pool the inventory declares it in."""
    for label in POOL_LABELS:
        name = node.labels.get(label)
        if name:
            return PoolName(name, label)
    return _by_machine(node.labels)


def _by_machine(labels: Mapping[str, str]) -> PoolName:
    if labels.get(_COMPUTE_TYPE) == _FARGATE:
        return PoolName(_FARGATE, _COMPUTE_TYPE)
    for label in INSTANCE_TYPES:
        name = labels.get(label, "")
        if name not in _NO_TYPES:
            return PoolName(name, label)
    return _by_role(labels)


def _by_role(labels: Mapping[str, str]) -> PoolName:
    roles = sorted((key.removeprefix(ROLE) for key in labels if key.startswith(ROLE)), key=_role_order)
    if roles and roles[0]:
        return PoolName(roles[0], ROLE + roles[0])
    return PoolName(labels.get(OLD_ROLE, ""), OLD_ROLE)


def _role_order(role: str) -> tuple[int, str]:
    """The role that says most of a node: `control-plane`, then roles of its own, then `worker`."""
    if role in _COMMON_ROLES:
        place = _COMMON_ROLES.index(role)
        return (place if place <= 1 else place + 1), role
    return 2, role
