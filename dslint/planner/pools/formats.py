"""The formats that declare pools, and which objects are in which of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dslint.planner.errors import Fault
from dslint.planner.pools.declarations import Reader, Related, declaration_of
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.readers import (
    cloud_cli,
    cluster_api,
    eksctl,
    gke,
    k3s,
    karpenter,
    kind,
    kops,
    kubeadm,
    talos,
    terraform,
)
from dslint.reader.objects import Manifest

BY_KIND: dict[tuple[str, str], Reader] = {
    ("karpenter.sh", "NodePool"): karpenter.read,
    ("cluster.x-k8s.io", "MachineDeployment"): cluster_api.read,
    ("cluster.x-k8s.io", "MachineSet"): cluster_api.read,
    ("cluster.x-k8s.io", "MachinePool"): cluster_api.read,
    ("cluster.x-k8s.io", "Cluster"): cluster_api.read_cluster,
    ("machine.openshift.io", "MachineSet"): cluster_api.read_openshift,
    ("eksctl.io", "ClusterConfig"): eksctl.read,
    ("kind.x-k8s.io", "Cluster"): kind.read,
    ("k3d.io", "Simple"): k3s.read_k3d,
    ("kops.k8s.io", "InstanceGroup"): kops.read,
    ("kubeadm.k8s.io", "JoinConfiguration"): kubeadm.read,
    ("kubeadm.k8s.io", "InitConfiguration"): kubeadm.read,
    ("cloud.google.com", "ComputeClass"): gke.read,
    ("", talos.NODE_CONFIG): talos.read_node_config,
    **{("", resource): terraform.read for resource in terraform.RESOURCES},
}
"""(API group, kind) -> the reader of its pools; resources of Terraform have their type as kind."""

RELATED = frozenset(
    {
        ("karpenter.k8s.aws", "EC2NodeClass"),
        ("karpenter.azure.com", "AKSNodeClass"),
        ("eks.amazonaws.com", "NodeClass"),
        ("cluster.x-k8s.io", "ClusterClass"),
        ("bootstrap.cluster.x-k8s.io", "KubeadmConfig"),
        ("bootstrap.cluster.x-k8s.io", "KubeadmConfigTemplate"),
        ("bootstrap.cluster.x-k8s.io", "RKE2ConfigTemplate"),
        ("bootstrap.cluster.x-k8s.io", "TalosConfigTemplate"),
        ("kops.k8s.io", "Cluster"),
    }
)
"""(API group, kind) of what declarations refer to."""

BY_CONTENT: tuple[tuple[Callable[[Any], bool], Reader], ...] = (
    (talos.is_machine_config, talos.read),
    (cloud_cli.is_gcloud, cloud_cli.read_gcloud),
    (cloud_cli.is_az, cloud_cli.read_az),
    (cloud_cli.is_aws, cloud_cli.read_aws),
    (k3s.is_config, k3s.read_config),
)
"""How objects that are not Kubernetes' are recognised, and their readers."""


class Declared(NamedTuple):
    """The pools of some objects, and what is wrong with their declarations."""

    pools: tuple[Pool, ...] = ()
    faults: tuple[Fault, ...] = ()


def belongs_to_a_pool(manifest: Manifest) -> bool:
    """Whether an object declares nodes, or is what such declarations refer to."""
    return _group_and_kind(manifest) in RELATED or _reader(manifest) is not None


def _group_and_kind(manifest: Manifest) -> tuple[str, str]:
    return manifest.name.api_version.rpartition("/")[0], manifest.name.kind


def _reader(manifest: Manifest) -> Reader | None:
    if manifest.name.api_version:
        return BY_KIND.get(_group_and_kind(manifest))
    recognised = (reader for is_such, reader in BY_CONTENT if is_such(manifest.node.data))
    return next(recognised, None)


def pools_of(objects: Iterable[tuple[str, Manifest]]) -> Declared:
    """The pools of objects, each given with its file, in order."""
    found = [(declaration_of(file, manifest), _reader(manifest)) for file, manifest in objects]
    related = Related(declaration for declaration, _ in found)
    pools = [pool for declaration, reader in found if reader for pool in reader(declaration, related)]
    faults = (fault for declaration, _ in found for fault in declaration.writing.faults)
    return Declared(tuple(pools), tuple(dict.fromkeys(faults)))
