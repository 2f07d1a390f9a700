"""The labels that Karpenter and its providers know.

If a pool does not mention one of these keys, the key stays open; its nodes lack all other keys that it does
not mention. Sources: pkg/apis/v1/labels.go of Karpenter 1.14, of its AWS provider and of its Azure provider.
"""

from __future__ import annotations

from collections.abc import Iterator

NODE_POOL = "karpenter.sh/nodepool"
CAPACITY_TYPE = "karpenter.sh/capacity-type"
ARCH = "kubernetes.io/arch"
OS = "kubernetes.io/os"
HOSTNAME = "kubernetes.io/hostname"
INSTANCE_TYPE = "node.kubernetes.io/instance-type"
ZONE = "topology.kubernetes.io/zone"
REGION = "topology.kubernetes.io/region"

OF_THE_NODE = ("karpenter.sh/registered", "karpenter.sh/initialized")
"""Labels that are `true` on every working node."""

_OF_EVERY_PROVIDER = (
    CAPACITY_TYPE,
    ARCH,
    OS,
    HOSTNAME,
    INSTANCE_TYPE,
    ZONE,
    REGION,
    "node.kubernetes.io/windows-build",
)

_EC2_INSTANCE = (
    "instance-hypervisor",
    "instance-encryption-in-transit-supported",
    "instance-category",
    "instance-capability-flex",
    "instance-family",
    "instance-generation",
    "instance-size",
    "instance-local-nvme",
    "instance-cpu",
    "instance-cpu-manufacturer",
    "instance-cpu-sustained-clock-speed-mhz",
    "instance-memory",
    "instance-ebs-bandwidth",
    "instance-network-bandwidth",
    "instance-gpu-name",
    "instance-gpu-manufacturer",
    "instance-gpu-count",
    "instance-gpu-memory",
    "instance-accelerator-name",
    "instance-accelerator-manufacturer",
    "instance-accelerator-count",
    "instance-tenancy",
)
_OF_EC2 = (
    *(f"karpenter.k8s.aws/{name}" for name in _EC2_INSTANCE),
    "karpenter.k8s.aws/nitro-sandbox",
    "karpenter.k8s.aws/capacity-reservation-id",
    "karpenter.k8s.aws/capacity-reservation-type",
    "karpenter.k8s.aws/capacity-reservation-interruptible",
    "karpenter.k8s.aws/placement-group-id",
    "karpenter.k8s.aws/placement-group-partition",
    "topology.k8s.aws/zone-id",
)
_OF_EKS_AUTO_MODE = (
    *(f"eks.amazonaws.com/{name}" for name in _EC2_INSTANCE),
    "eks.amazonaws.com/capacity-reservation-id",
    "eks.amazonaws.com/capacity-reservation-type",
    "topology.k8s.aws/zone-id",
)
_OF_AKS = (
    *(
        f"karpenter.azure.com/sku-{name}"
        for name in (
            "name",
            "family",
            "series",
            "version",
            "cpu",
            "memory",
            "networking-accelerated",
            "storage-premium-capable",
            "storage-ephemeralos-maxsize",
            "gpu-name",
            "gpu-manufacturer",
            "gpu-count",
        )
    ),
    "kubernetes.azure.com/cluster",
    "kubernetes.azure.com/mode",
    "kubernetes.azure.com/scalesetpriority",
    "kubernetes.azure.com/os-sku",
    "kubernetes.azure.com/sku-cpu",
    "kubernetes.azure.com/sku-memory",
)
_BY_GROUP = {
    "karpenter.k8s.aws": _OF_EC2,
    "eks.amazonaws.com": _OF_EKS_AUTO_MODE,
    "karpenter.azure.com": _OF_AKS,
}


def well_known(group: str) -> Iterator[str]:
    """Return the known keys for node classes of an API group."""
    yield from _OF_EVERY_PROVIDER
    yield from _BY_GROUP.get(group, ())
