"""eksctl's ClusterConfig, `eksctl.io/v1alpha5`.

Sources: pkg/apis/eksctl.io/v1alpha5 of eksctl and its documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import PRESENT, Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Machines, Pool
from dslint.planner.pools.values import one_of

_DEFAULT_COUNT = 2
_DEFAULT_TYPE = "m5.large"
_FARGATE = "eks.amazonaws.com/compute-type"


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """The node groups and Fargate profiles of a cluster."""
    root = declaration.root
    for group in root.get("managedNodeGroups").items():
        yield _group(root, group, managed=True)
    for group in root.get("nodeGroups").items():
        yield _group(root, group, managed=False)
    for profile in root.get("fargateProfiles").items():
        yield _fargate(root, profile)


def _group(root: Field, group: Field, *, managed: bool) -> Pool:
    metadata = root.get("metadata")
    name = _name(group)
    draft = Draft(name, "eksctl managed node group" if managed else "eksctl node group", group)
    draft.counts = _counts(group)
    draft.kubelet = metadata.get("version").text()
    draft.labels(group.get("labels"))
    _taints(draft, group.get("taints"))
    types = tuple(_types(group))
    draft.machines = Machines(
        "aws",
        types,
        formula="eks",
        max_pods=group.get("maxPodsPerNode").number(),
        image=group.get("amiFamily").text("AmazonLinux2023"),
    )
    family = group.get("amiFamily").text()
    clouds.of_kubelet(draft, system="windows" if family.startswith("Windows") else "linux")
    clouds.of_cloud(
        draft,
        types=types,
        zones=(*group.get("availabilityZones").texts(), *group.get("localZones").texts()),
        region=metadata.get("region").text(),
    )
    why = "eksctl adds it"
    cluster = metadata.get("name").text()
    draft.assume(
        {
            "alpha.eksctl.io/nodegroup-name": name,
            "alpha.eksctl.io/cluster-name": cluster or PRESENT,
        },
        why,
    )
    if managed:
        clouds.of_eks(draft, capacity_type="SPOT" if group.get("spot").flag() else "ON_DEMAND")
    else:
        draft.assume({"node-lifecycle": _lifecycle(group)}, why)
    if group.get("launchTemplate"):
        draft.notes.append(f"{name}: its launch template may add labels and taints, which are not known here")
    return draft.pool()


def _name(group: Field) -> str:
    name = group.get("name").text()
    if not name and not group.get("name"):
        group.fault("this node group has no name")
    return name


def _counts(group: Field) -> Counts:
    least, most = group.get("minSize").number(), group.get("maxSize").number()
    now = group.get("desiredCapacity").number()
    if now is None:
        now = least if least is not None else _DEFAULT_COUNT
    return Counts(now if least is None else least, now, now if most is None else most)


def _types(group: Field) -> Iterator[str]:
    mixed = group.get("instancesDistribution", "instanceTypes").texts()
    several = (*group.get("instanceTypes").texts(), *mixed)
    if several:
        yield from several
    elif not group.get("instanceSelector"):
        yield group.get("instanceType").text(_DEFAULT_TYPE)


def _taints(draft: Draft, written: Field) -> None:
    """Read a list of objects, or a mapping of keys to `value:Effect`, which node groups also accept."""
    if not isinstance(written.data, dict):
        draft.taints(written)
        return
    for key, value in written.entries():
        text = value.text()
        draft.taint_text(value, f"{key}={text}" if ":" in text else f"{key}:{text}")


def _lifecycle(group: Field) -> str:
    return "spot" if group.get("instancesDistribution") else "on-demand"


def _fargate(root: Field, profile: Field) -> Pool:
    draft = Draft(_name(profile), "eksctl Fargate profile", profile)
    draft.taint_text(profile, f"{_FARGATE}=fargate:NoSchedule")
    draft.either(_FARGATE, one_of("fargate"), profile.place)
    clouds.of_kubelet(draft, arch="amd64")
    clouds.of_cloud(draft, region=root.get("metadata", "region").text())
    draft.notes.append(f"{draft.name}: Fargate runs no DaemonSet pods, whatever they tolerate")
    return draft.pool()
