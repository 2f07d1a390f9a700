"""The formats that declare pools, and how to recognize their objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from dslint.kubernetes.access import text
from dslint.planner.errors import Fault
from dslint.planner.pools import counted
from dslint.planner.pools.declarations import Declaration, Reader, Related, declaration_of
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
    openshift,
    talos,
    terraform,
)
from dslint.reader.objects import Manifest

_COUNTABLE: tuple[Reader, ...] = (kubeadm.read, k3s.read_config, talos.read, talos.read_node_config)
"""The readers of configurations of single machines."""


def _read_counted(entry: Declaration, _: Related) -> Iterator[Pool]:
    """Return the pools of a machine configuration in an inventory, with the count from there."""
    config = counted.config_of(entry)
    reader = _reader(text(config.root.data, "apiVersion"), config.kind, config.root.data)
    if reader not in _COUNTABLE:
        config.root.fault(
            "config is not a machine configuration; expected a JoinConfiguration of kubeadm, a config.yaml "
            "of k3s or RKE2, or a machine configuration of Talos"
        )
        return
    for pool in reader(config, Related(())):
        yield counted.counted(pool, entry)


BY_KIND: dict[tuple[str, str], Reader] = {
    ("karpenter.sh", "NodePool"): karpenter.read,
    ("cluster.x-k8s.io", "MachineDeployment"): cluster_api.read,
    ("cluster.x-k8s.io", "MachineSet"): cluster_api.read,
    ("cluster.x-k8s.io", "MachinePool"): cluster_api.read,
    ("cluster.x-k8s.io", "Cluster"): cluster_api.read_cluster,
    ("controlplane.cluster.x-k8s.io", "KubeadmControlPlane"): cluster_api.read_control_plane,
    ("machine.openshift.io", "MachineSet"): openshift.read,
    ("eksctl.io", "ClusterConfig"): eksctl.read,
    ("kind.x-k8s.io", "Cluster"): kind.read,
    ("k3d.io", "Simple"): k3s.read_k3d,
    ("kops.k8s.io", "InstanceGroup"): kops.read,
    ("kubeadm.k8s.io", "JoinConfiguration"): kubeadm.read,
    ("kubeadm.k8s.io", "InitConfiguration"): kubeadm.read,
    ("cloud.google.com", "ComputeClass"): gke.read,
    ("", talos.NODE_CONFIG): talos.read_node_config,
    ("", counted.KIND): _read_counted,
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
"""(API group, kind) of objects that declarations refer to."""

BY_CONTENT: tuple[tuple[Callable[[Any], bool], Reader], ...] = (
    (talos.is_machine_config, talos.read),
    (cloud_cli.is_gcloud, cloud_cli.read_gcloud),
    (cloud_cli.is_az, cloud_cli.read_az),
    (cloud_cli.is_aws, cloud_cli.read_aws),
    (k3s.is_config, k3s.read_config),
)
"""Tests for objects of other projects, and their readers."""


class Declared(NamedTuple):
    """The pools of some objects, and the faults in their declarations."""

    pools: tuple[Pool, ...] = ()
    faults: tuple[Fault, ...] = ()


def belongs_to_a_pool(manifest: Manifest) -> bool:
    """Whether an object declares nodes, or is one that such declarations refer to."""
    name = manifest.name
    return (name.api_version.rpartition("/")[0], name.kind) in RELATED or _reader_of(manifest) is not None


def _reader_of(manifest: Manifest) -> Reader | None:
    return _reader(manifest.name.api_version, manifest.name.kind, manifest.node.data)


def _reader(api_version: str, kind: str, data: Any) -> Reader | None:
    if api_version:
        return BY_KIND.get((api_version.rpartition("/")[0], kind))
    return next((reader for is_such, reader in BY_CONTENT if is_such(data)), None)


def pools_of(objects: Iterable[tuple[str, Manifest]]) -> Declared:
    """Return the pools of objects, each given with its file, in order."""
    found = [(declaration_of(file, manifest), _reader_of(manifest)) for file, manifest in objects]
    related = Related(declaration for declaration, _ in found)
    pools: list[Pool] = []
    for declaration, reader in found:
        if reader:
            declaration.root.get("metadata", "name").text()  # notes a placeholder, which names no pool
            pools += reader(declaration, related)
    faults = (fault for declaration, _ in found for fault in declaration.writing.faults)
    return Declared(tuple(pools), tuple(dict.fromkeys(faults)))
