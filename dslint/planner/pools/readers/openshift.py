"""OpenShift's MachineSet, `machine.openshift.io/v1beta1`."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.pool import Machines, Pool
from dslint.planner.pools.readers.cluster_api import counts


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read the pool of a MachineSet: all its labels reach the node."""
    root = declaration.root
    draft = Draft(declaration.name, "OpenShift MachineSet", root)
    draft.counts = counts(root.get("spec", "replicas"), {})
    machine = root.get("spec", "template", "spec")
    draft.labels(machine.get("metadata", "labels"))
    draft.taints(machine.get("taints"))
    provider = machine.get("providerSpec", "value")
    types = [provider.get(key).text() for key in ("instanceType", "machineType", "vmSize")]
    placement = provider.get("placement")
    zones = [placement.get("availabilityZone").text(), provider.get("zone").text()]
    draft.machines = Machines(_CLOUD_OF_KIND.get(provider.get("kind").text(), ""), tuple(filter(None, types)))
    role = root.get("spec", "template", "metadata", "labels", "machine.openshift.io/cluster-api-machine-role")
    draft.assume(
        {f"node-role.kubernetes.io/{role.text('worker')}": "", "node.openshift.io/os_id": "rhcos"},
        "OpenShift adds it",
    )
    clouds.of_kubelet(draft)
    region = placement.get("region").text() or provider.get("region").text()
    clouds.of_cloud(draft, types=filter(None, types), zones=filter(None, zones), region=region)
    yield draft.pool()


_CLOUD_OF_KIND = {
    "AWSMachineProviderConfig": "aws",
    "GCPMachineProviderSpec": "gcp",
    "AzureMachineProviderSpec": "azure",
}
