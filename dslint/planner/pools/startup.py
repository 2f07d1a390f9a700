"""Well-known startup taints: the component that removes each, and how to recognize its DaemonSet.

Sources: the documentation of Cilium, of the CSI drivers for EBS and EFS, of Karpenter, of Cluster API and of
the Node Readiness Controller.
"""

from __future__ import annotations

from typing import NamedTuple


class Remover(NamedTuple):
    """The component that removes a taint: its name, and a part of its image name if it is a DaemonSet."""

    name: str
    image: str = ""


_BY_KEY = {
    "node.cilium.io/agent-not-ready": Remover("Cilium's agent", "cilium/cilium"),
    "ebs.csi.aws.com/agent-not-ready": Remover("the EBS CSI driver", "aws-ebs-csi-driver"),
    "efs.csi.aws.com/agent-not-ready": Remover("the EFS CSI driver", "aws-efs-csi-driver"),
    "s3.csi.aws.com/agent-not-ready": Remover("the Mountpoint for S3 CSI driver", "mountpoint-s3-csi-driver"),
    "node.cluster.x-k8s.io/uninitialized": Remover("Cluster API"),
    "karpenter.sh/unregistered": Remover("Karpenter"),
    "node.cloudprovider.kubernetes.io/uninitialized": Remover("the cloud controller manager"),
}
_READINESS = "readiness.k8s.io/"


def remover_of(key: str) -> Remover | None:
    """Return the component that removes a taint; None if unknown."""
    if key.startswith(_READINESS):
        return Remover("the Node Readiness Controller")
    return _BY_KEY.get(key)
