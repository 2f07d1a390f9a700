"""The allocatable resources of a machine, by the formula of each cloud, in MiB and thousandths of a core.

Sources: nodeadm and Karpenter's AWS provider for EKS, GKE's "plan node sizes" and the Cluster Autoscaler's
`gce_reserved.go`, and AKS' "node resource reservations" (1.29 and newer). The formulas estimate: the kernel
and the hypervisor of a real machine use a little more or less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dslint.planner.nodes import ENOUGH, Allocatable

MEBI = 1 << 20
DEFAULT_PODS = 110
"""The kubelet's default."""
_EVICTION = 100
"""MiB that the kubelet keeps free by default."""


class Capacity(NamedTuple):
    """A machine: cpu in thousandths, memory in MiB; `pods` is the limit of its network, None for no limit."""

    cpu: int
    memory: int
    pods: int | None = None
    arm: bool = False
    windows: bool = False


class Room(NamedTuple):
    """The resources for pods: cpu in thousandths, memory in MiB."""

    cpu: int
    memory: int
    pods: int


Brackets = Sequence[tuple[int | None, float]]
"""(up to this amount, the share of that part); None for everything above."""

_CPU: Brackets = ((1000, 0.06), (2000, 0.01), (4000, 0.005), (None, 0.0025))
_AKS_CPU: Brackets = ((1000, 0.06), (2000, 0.04), (4000, 0.02), (None, 0.01))
_GKE_MEMORY: Brackets = ((4096, 0.25), (8192, 0.20), (16384, 0.10), (131072, 0.06), (None, 0.02))


def _shares(amount: int, brackets: Brackets) -> int:
    """Sum the shares of an amount, each part rounded down."""
    total, start = 0, 0
    for end, share in brackets:
        stop = amount if end is None else min(amount, end)
        if stop > start:
            total += int((stop - start) * share + 1e-9)
            start = stop
    return total


def eks(capacity: Capacity, max_pods: int | None) -> Room:
    """Estimate as Karpenter does for EKS with Amazon Linux 2023 or Bottlerocket."""
    room = ec2(capacity, max_pods)
    reserved = 255 + 11 * room.pods
    return Room(capacity.cpu - _shares(capacity.cpu, _CPU), room.memory - reserved, room.pods)


def ec2(capacity: Capacity, max_pods: int | None) -> Room:
    """Estimate a machine of EC2 without reservations: one pod per address of the network."""
    pods = max_pods if max_pods is not None else capacity.pods or DEFAULT_PODS
    memory = capacity.memory - (64 if capacity.arm else 0)
    memory -= -(-memory * 75 // 1000)  # what the hypervisor and the kernel take, rounded up
    return Room(capacity.cpu, memory - _EVICTION, pods)


def gke(capacity: Capacity, max_pods: int | None) -> Room:
    """GKE with Container-Optimized OS."""
    small = 1024
    reserved = 255 if capacity.memory < small else _shares(capacity.memory, _GKE_MEMORY)
    memory = capacity.memory - _kernel_of_gke(capacity) - reserved - _EVICTION
    pods = max_pods if max_pods is not None else DEFAULT_PODS
    return Room(capacity.cpu - _shares(capacity.cpu, _CPU), memory, pods)


def _kernel_of_gke(capacity: Capacity) -> int:
    """Return the MiB that the kernel uses: page structures, its image, crash kernel and swap tables."""
    memory = capacity.memory
    kernel = memory // 64 + 16
    if memory > 3 * 1024:
        kernel += 64
    if memory <= 8 * 1024:
        kernel += 8
    kernel += min(memory * 175 // 100_000, 248)
    return kernel + (memory * 29 // 10_000 if capacity.arm else 0)


def aks(capacity: Capacity, max_pods: int | None) -> Room:
    """AKS from Kubernetes 1.29 on."""
    pods = max_pods if max_pods is not None else DEFAULT_PODS
    reserved = min(20 * pods + 50, capacity.memory // 4) + _EVICTION
    if capacity.windows:
        reserved += 2048
    return Room(capacity.cpu - _shares(capacity.cpu, _AKS_CPU), capacity.memory - reserved, pods)


def kubelet(capacity: Capacity, max_pods: int | None) -> Room:
    """Estimate for a kubelet without settings: it keeps only the memory of its eviction threshold."""
    pods = max_pods if max_pods is not None else DEFAULT_PODS
    return Room(capacity.cpu, capacity.memory - _EVICTION, pods)


FORMULAS: dict[str, Callable[[Capacity, int | None], Room]] = {
    "eks": eks,
    "ec2": ec2,
    "gke": gke,
    "aks": aks,
    "kubelet": kubelet,
}
"""Name of a formula in a pool -> the formula."""


def amounts(room: Room, devices: Allocatable) -> dict[str, int]:
    """Return room in the units of the scheduler; disks count as large enough."""
    return {
        "cpu": max(room.cpu, 0),
        "memory": max(room.memory, 0) * MEBI,
        "ephemeral-storage": ENOUGH,
        "pods": room.pods,
        **devices,
    }
