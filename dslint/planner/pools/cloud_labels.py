"""Labels and taints that nodes have without a declaration.

The kubelet and the cloud provider put them on nodes, and managed services add their own. Sources: the
documentation of EKS, GKE and AKS, pkg/kubelet/kubelet_node_status.go and k8s.io/cloud-provider.
"""

from __future__ import annotations

from collections.abc import Iterable

from dslint.planner.pools.draft import PRESENT, Draft
from dslint.planner.pools.values import ANYTHING, Values, one_of

OS, ARCH, HOSTNAME = "kubernetes.io/os", "kubernetes.io/arch", "kubernetes.io/hostname"
INSTANCE_TYPE = "node.kubernetes.io/instance-type"
ZONE, REGION = "topology.kubernetes.io/zone", "topology.kubernetes.io/region"
CONTROL_PLANE = "node-role.kubernetes.io/control-plane"
CONTROL_PLANE_TAINT = f"{CONTROL_PLANE}:NoSchedule"
EXCLUDED_FROM_LOAD_BALANCERS = "node.kubernetes.io/exclude-from-external-load-balancers"
GPU = "nvidia.com/gpu"
ARCHITECTURES = ("amd64", "arm64")

_KUBELET = "the kubelet sets it"
_CLOUD = "the cloud provider sets it"
_EKS, _GKE, _AKS = "EKS adds it", "GKE adds it", "AKS adds it"


def of_kubelet(draft: Draft, *, system: str = "linux", arch: str = "") -> None:
    """Return the labels that every kubelet sets; an unknown architecture stays open."""
    arches: Values = one_of(arch) if arch else one_of(*ARCHITECTURES)
    draft.assume({OS: system, ARCH: arches, HOSTNAME: PRESENT}, _KUBELET)


def of_cloud(draft: Draft, *, types: Iterable[str] = (), zones: Iterable[str] = (), region: str = "") -> None:
    """Return the labels that a cloud provider sets; unknown values stay open."""
    types, zones = tuple(types), tuple(zones)
    labels: dict[str, str | Values] = {
        INSTANCE_TYPE: one_of(*types) if types else PRESENT,
        ZONE: one_of(*zones) if zones else PRESENT,
        REGION: region or PRESENT,
    }
    draft.assume(labels, _CLOUD)


def of_eks(draft: Draft, *, capacity_type: str = "ON_DEMAND") -> None:
    """Return the labels that EKS adds to the nodes of a managed node group; it adds no taints."""
    draft.assume(
        {
            "eks.amazonaws.com/nodegroup": draft.name,
            "eks.amazonaws.com/capacityType": capacity_type,
            "eks.amazonaws.com/nodegroup-image": PRESENT,
            "eks.amazonaws.com/sourceLaunchTemplateId": ANYTHING,
            "eks.amazonaws.com/sourceLaunchTemplateVersion": ANYTHING,
            "topology.k8s.aws/zone-id": PRESENT,
            "k8s.io/cloud-provider-aws": PRESENT,
            "topology.ebs.csi.aws.com/zone": draft.values(ZONE) or PRESENT,
        },
        _EKS,
    )


def of_gke(draft: Draft, *, provisioning: str = "standard", machine_type: str = "", gpu: str = "") -> None:
    """Return the labels that GKE adds to nodes; `provisioning` is standard, spot or preemptible."""
    draft.assume(
        {
            "cloud.google.com/gke-nodepool": draft.name,
            "cloud.google.com/gke-provisioning": provisioning,
            "cloud.google.com/gke-os-distribution": PRESENT,
            "cloud.google.com/gke-container-runtime": "containerd",
            "cloud.google.com/gke-boot-disk": PRESENT,
            "cloud.google.com/gke-cpu-scaling-level": PRESENT,
            "cloud.google.com/gke-memory-gb-scaling-level": PRESENT,
            "cloud.google.com/gke-max-pods-per-node": PRESENT,
            "cloud.google.com/gke-logging-variant": PRESENT,
            "cloud.google.com/gke-stack-type": PRESENT,
            "cloud.google.com/private-node": PRESENT,
            "cloud.google.com/gke-netd-ready": ANYTHING,
            "iam.gke.io/gke-metadata-server-enabled": ANYTHING,
            "topology.gke.io/zone": draft.values(ZONE) or PRESENT,
        },
        _GKE,
    )
    if machine_type:
        draft.assume({"cloud.google.com/machine-family": machine_type.partition("-")[0]}, _GKE)
    else:
        draft.assume({"cloud.google.com/machine-family": PRESENT}, _GKE)
    if provisioning == "spot":
        draft.assume({"cloud.google.com/gke-spot": "true"}, _GKE)
    if provisioning == "preemptible":
        draft.assume({"cloud.google.com/gke-preemptible": "true"}, _GKE)
    if gpu:
        draft.assume({"cloud.google.com/gke-accelerator": gpu}, _GKE)
        draft.assume_taint(f"{GPU}=present:NoSchedule", f"{_GKE} to nodes with a GPU")


def taints_of_gke(draft: Draft, *, arch_taint: bool = True, sandbox: bool = False) -> None:
    """Return the taints that GKE adds by architecture, operating system and sandbox."""
    arch, system = draft.values(ARCH), draft.values(OS)
    if arch_taint and arch is not None and arch.only == "arm64":
        draft.assume_taint(f"{ARCH}=arm64:NoSchedule", f"{_GKE} to arm64 nodes")
    if system is not None and system.only == "windows":
        draft.assume_taint("node.kubernetes.io/os=windows:NoSchedule", f"{_GKE} to Windows nodes")
    if sandbox:
        draft.assume_taint("sandbox.gke.io/runtime=gvisor:NoSchedule", f"{_GKE} to nodes with GKE Sandbox")
        draft.assume({"sandbox.gke.io/runtime": "gvisor"}, _GKE)


def of_aks(draft: Draft, *, mode: str = "User", spot: bool = False) -> None:
    """Return what AKS adds to the nodes of a node pool; a spot pool gets a taint too."""
    draft.assume(
        {
            "kubernetes.azure.com/agentpool": draft.name,
            "agentpool": draft.name,
            "kubernetes.azure.com/mode": mode.lower(),
            "kubernetes.azure.com/role": "agent",
            "kubernetes.azure.com/priority": "spot" if spot else ANYTHING,
            "kubernetes.azure.com/cluster": PRESENT,
            "kubernetes.azure.com/os-sku": PRESENT,
            "kubernetes.azure.com/os-sku-effective": PRESENT,
            "kubernetes.azure.com/os-sku-requested": PRESENT,
            "kubernetes.azure.com/node-image-version": PRESENT,
            "kubernetes.azure.com/storageprofile": PRESENT,
            "kubernetes.azure.com/storagetier": PRESENT,
            "kubernetes.azure.com/accelerator": ANYTHING,
            "kubernetes.azure.com/nodepool-type": PRESENT,
            "kubernetes.azure.com/sku-cpu": PRESENT,
            "kubernetes.azure.com/sku-memory": PRESENT,
            "storageprofile": PRESENT,
            "storagetier": PRESENT,
            "topology.disk.csi.azure.com/zone": draft.values(ZONE) or PRESENT,
        },
        _AKS,
    )
    if spot:
        draft.assume({"kubernetes.azure.com/scalesetpriority": "spot"}, _AKS)
        draft.assume_taint("kubernetes.azure.com/scalesetpriority=spot:NoSchedule", f"{_AKS} to spot nodes")


def of_control_plane(draft: Draft, who: str, *, tainted: bool = True) -> None:
    """Return what control plane nodes have: their role, and a taint unless they also run workloads."""
    draft.assume({CONTROL_PLANE: "", EXCLUDED_FROM_LOAD_BALANCERS: ""}, f"{who} adds it to control planes")
    if tainted:
        draft.assume_taint(CONTROL_PLANE_TAINT, f"{who} adds it to control planes")
