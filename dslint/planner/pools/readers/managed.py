"""Node pools of managed services in any format: EKS, GKE and AKS.

Terraform resources and the output of the clouds' command lines have the same data under other names; this
module has the common part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.pool import Machines

EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}
"""The clouds' spelling of effects."""

_EKS_TYPE = "t3.medium"
_GKE_TYPE = "e2-medium"
GKE_WINDOWS = "WINDOWS"


class Eks(NamedTuple):
    """A managed node group of EKS."""

    types: tuple[str, ...]
    image: str
    capacity_type: str
    zones: tuple[str, ...] = ()
    region: str = ""


def finish_eks(draft: Draft, group: Eks) -> None:
    """Add what EKS, the cloud provider and the kubelet add."""
    types = group.types or (_EKS_TYPE,)
    draft.machines = Machines("aws", types, formula="eks", image=group.image)
    arch = "" if not group.image or group.image == "CUSTOM" else "amd64"
    if "ARM_64" in group.image:
        arch = "arm64"
    clouds.of_kubelet(draft, system="windows" if "WINDOWS" in group.image else "linux", arch=arch)
    clouds.of_cloud(draft, types=types, zones=group.zones, region=group.region)
    clouds.of_eks(draft, capacity_type=group.capacity_type or "ON_DEMAND")


class Gke(NamedTuple):
    """A node pool of GKE."""

    machine_type: str
    image: str
    provisioning: str
    gpu: str = ""
    arch_taint: bool = True
    sandbox: bool = False
    max_pods: int | None = None
    zones: tuple[str, ...] = ()


_ARM_FAMILIES = ("t2a", "c4a", "n4a")


def finish_gke(draft: Draft, pool: Gke) -> None:
    """Add what GKE, the cloud provider and the kubelet add."""
    machine_type = pool.machine_type or _GKE_TYPE
    family = machine_type.partition("-")[0]
    draft.machines = Machines(
        "gcp", (machine_type,), formula="gke", max_pods=pool.max_pods, image=pool.image.upper()
    )
    clouds.of_kubelet(
        draft,
        system="windows" if GKE_WINDOWS in pool.image.upper() else "linux",
        arch="arm64" if family in _ARM_FAMILIES else "amd64",
    )
    region = pool.zones[0].rpartition("-")[0] if pool.zones else ""
    clouds.of_cloud(draft, types=(machine_type,), zones=pool.zones, region=region)
    clouds.of_gke(draft, provisioning=pool.provisioning, machine_type=machine_type, gpu=pool.gpu)
    clouds.taints_of_gke(draft, arch_taint=pool.arch_taint, sandbox=pool.sandbox)


_AZURE_FEATURES = re.compile(r"_[A-Z]+\d+(?:-\d+)?([a-z]*)")
"""`Standard_D4ps_v5`: family, number of processors, features, version."""


class Aks(NamedTuple):
    """A node pool of AKS."""

    size: str
    system: str
    mode: str
    spot: bool
    critical_only: bool = False
    max_pods: int | None = None
    zones: tuple[str, ...] = ()
    region: str = ""


def finish_aks(draft: Draft, pool: Aks) -> None:
    """Add what AKS, the cloud provider and the kubelet add."""
    types = (pool.size,) if pool.size else ()
    draft.machines = Machines("azure", types, formula="aks", max_pods=pool.max_pods, image=pool.system)
    if pool.critical_only:
        why = "AKS adds it where only critical add-ons are to run"
        draft.assume_taint("CriticalAddonsOnly=true:NoSchedule", why)
    clouds.of_kubelet(
        draft,
        system="windows" if pool.system.lower() == "windows" else "linux",
        arch=arch_of_azure(pool.size) if pool.size else "",
    )
    zones = tuple(f"{pool.region}-{zone}" if pool.region else zone for zone in pool.zones)
    clouds.of_cloud(draft, types=types, zones=zones if pool.region else (), region=pool.region)
    clouds.of_aks(draft, mode=pool.mode or "User", spot=pool.spot)


def arch_of_azure(size: str) -> str:
    """Return the architecture of a VM size: a `p` among its features means an Arm processor."""
    match = _AZURE_FEATURES.search(size)
    return "arm64" if match is not None and "p" in match[1] else "amd64"
