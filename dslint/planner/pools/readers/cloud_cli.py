"""Node pools in the output of the clouds' own command lines.

`gcloud container node-pools list --format=json`, `az aks nodepool list` and `aws eks describe-nodegroup`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.access import text
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Pool
from dslint.planner.pools.readers import managed

_AZURE_TYPE = "microsoft.containerservice/managedclusters/agentpools"


def is_gcloud(data: Any) -> bool:
    """Whether this is a node pool as gcloud prints it."""
    return isinstance(data, dict) and "/nodePools/" in text(data, "selfLink")


def is_az(data: Any) -> bool:
    """Whether this is a node pool as az prints it."""
    return isinstance(data, dict) and text(data, "type").lower() == _AZURE_TYPE


def is_aws(data: Any) -> bool:
    """Whether this is a node group as aws prints it."""
    return bool(text(data, "nodegroup", "nodegroupName"))


def read_gcloud(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """A node pool of GKE."""
    root = declaration.root
    config = root.get("config")
    draft = Draft(root.get("name").text(), "gcloud container node-pools", root)
    zones = tuple(root.get("locations").texts())
    scaling = root.get("autoscaling")
    times = len(zones) or 1
    now = root.get("initialNodeCount").number()
    now = None if now is None else now * times
    if scaling.get("enabled").flag():
        total = scaling.get("totalMinNodeCount").number(), scaling.get("totalMaxNodeCount").number()
        zonal = scaling.get("minNodeCount").number(), scaling.get("maxNodeCount").number()
        least = total[0] or (zonal[0] or 0) * times
        draft.counts = Counts(least, now, total[1] or (None if zonal[1] is None else zonal[1] * times))
        draft.notes.append(f"{draft.name}: counted with its initial size; gcloud does not print the size now")
    else:
        draft.counts = Counts(now or 0, now, now)
    draft.kubelet = root.get("version").text()
    draft.labels(config.get("labels"))
    effective = config.get("effectiveTaints")
    draft.taints(effective if effective.data else config.get("taints"), managed.EFFECTS)
    accelerators = [entry.get("acceleratorType").text() for entry in config.get("accelerators").items()]
    provisioning = "spot" if config.get("spot").flag() else "standard"
    if config.get("preemptible").flag():
        provisioning = "preemptible"
    managed.finish_gke(
        draft,
        managed.Gke(
            machine_type=config.get("machineType").text(),
            image=config.get("imageType").text(),
            provisioning=provisioning,
            gpu=next(iter(accelerators), ""),
            arch_taint=config.get("taintConfig", "architectureTaintBehavior").text() != "NONE",
            sandbox=bool(config.get("sandboxConfig")),
            max_pods=root.get("maxPodsConstraint", "maxPodsPerNode").number(),
            zones=zones,
        ),
    )
    yield draft.pool()


def read_az(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """A node pool of AKS."""
    root = declaration.root
    draft = Draft(root.get("name").text(), "az aks nodepool", root)
    now = root.get("count").number()
    if root.get("enableAutoScaling").flag():
        draft.counts = Counts(root.get("minCount").number() or 0, now, root.get("maxCount").number())
    else:
        draft.counts = Counts(now or 0, now, now)
    draft.kubelet = root.get("currentOrchestratorVersion").text() or root.get("orchestratorVersion").text()
    draft.labels(root.get("nodeLabels"))
    for entry in root.get("nodeTaints").items():
        draft.taint_text(entry, entry.text())
    managed.finish_aks(
        draft,
        managed.Aks(
            size=root.get("vmSize").text(),
            system=root.get("osType").text("Linux"),
            mode=root.get("mode").text("User"),
            spot=root.get("scaleSetPriority").text() == "Spot",
            max_pods=root.get("maxPods").number(),
            zones=tuple(root.get("availabilityZones").texts()),
        ),
    )
    yield draft.pool()


def read_aws(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """A managed node group of EKS."""
    group = declaration.root.get("nodegroup")
    draft = Draft(group.get("nodegroupName").text(), "aws eks describe-nodegroup", group)
    scaling = group.get("scalingConfig")
    draft.counts = Counts(
        scaling.get("minSize").number() or 0,
        scaling.get("desiredSize").number(),
        scaling.get("maxSize").number(),
    )
    draft.kubelet = group.get("version").text()
    draft.labels(group.get("labels"))
    draft.taints(group.get("taints"), managed.EFFECTS)
    managed.finish_eks(
        draft,
        managed.Eks(
            types=tuple(group.get("instanceTypes").texts()),
            image=group.get("amiType").text(),
            capacity_type=group.get("capacityType").text(),
            region=_region(group.get("nodegroupArn")),
        ),
    )
    yield draft.pool()


def _region(arn: Field) -> str:
    """The region in `arn:aws:eks:REGION:ACCOUNT:…`."""
    parts = arn.text().split(":", 4)
    return parts[3] if len(parts) > 4 else ""  # noqa: PLR2004 - parts of an ARN
