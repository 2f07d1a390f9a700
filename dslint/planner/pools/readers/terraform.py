"""Terraform and OpenTofu: resources of a plan or a state as `terraform show -json` prints them.

Each resource is its own declaration, see `terraform_json`. Sources: the documentation of the providers aws,
google and azurerm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Pool
from dslint.planner.pools.readers import managed

_NODE_TEMPLATE = "k8s.io/cluster-autoscaler/node-template/"
_FARGATE = "eks.amazonaws.com/compute-type"


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read the pools of one resource; the `type` of its declaration is the type of the resource."""
    values = declaration.root.get("values")
    reader = RESOURCES.get(declaration.root.get("type").text())
    if reader is not None:
        yield from reader(declaration, values)


def first(written: Field) -> Field:
    """Return the content of a block, which Terraform prints as a list of one item."""
    return next(written.items(), written.nothing()) if isinstance(written.data, list) else written


def _draft(declaration: Declaration, values: Field) -> Draft:
    name = values.get("name").text() or declaration.name
    return Draft(name, f"Terraform {declaration.kind}", declaration.root)


def _eks_node_group(declaration: Declaration, values: Field) -> Iterator[Pool]:
    name = values.get("node_group_name").text() or values.get("node_group_name_prefix").text()
    draft = Draft(name or declaration.name, "Terraform aws_eks_node_group", declaration.root)
    scaling = first(values.get("scaling_config"))
    draft.counts = Counts(
        scaling.get("min_size").number() or 0,
        scaling.get("desired_size").number(),
        scaling.get("max_size").number(),
    )
    draft.kubelet = values.get("version").text()
    draft.labels(values.get("labels"))
    draft.taints(values.get("taint"), managed.EFFECTS)
    if values.get("launch_template").data:
        draft.notes.append(
            f"{draft.name}: its launch template may add labels and taints, which are not known here"
        )
    managed.finish_eks(
        draft,
        managed.Eks(
            types=tuple(values.get("instance_types").texts()),
            image=values.get("ami_type").text(),
            capacity_type=values.get("capacity_type").text(),
            region=values.get("region").text(),
        ),
    )
    yield draft.pool()


def _fargate_profile(declaration: Declaration, values: Field) -> Iterator[Pool]:
    name = values.get("fargate_profile_name").text() or declaration.name
    draft = Draft(name, "Terraform aws_eks_fargate_profile", declaration.root)
    draft.assume_taint(f"{_FARGATE}=fargate:NoSchedule", "EKS adds it to Fargate nodes")
    draft.assume({_FARGATE: "fargate"}, "EKS adds it to Fargate nodes")
    clouds.of_kubelet(draft, arch="amd64")
    clouds.of_cloud(draft)
    draft.notes.append(f"{name}: Fargate runs no DaemonSet pods, whatever they tolerate")
    yield draft.pool()


def _auto_scaling_group(declaration: Declaration, values: Field) -> Iterator[Pool]:
    """Read the tags that describe the nodes of an empty group to the Cluster Autoscaler."""
    tags = [(tag.get("key").text(), tag.get("value")) for tag in values.get("tag").items()]
    if not any("k8s.io/cluster" in key or "kubernetes.io/cluster" in key for key, _ in tags):
        return
    draft = _draft(declaration, values)
    draft.counts = Counts(
        values.get("min_size").number() or 0,
        values.get("desired_capacity").number(),
        values.get("max_size").number(),
    )
    for key, value in tags:
        kind, _, name = key.removeprefix(_NODE_TEMPLATE).partition("/")
        if not key.startswith(_NODE_TEMPLATE):
            continue
        if kind == "label":
            draft.label_text(value, f"{name}={value.text()}")
        elif kind == "taint":
            text, colon, effect = value.text().rpartition(":")
            draft.taint_text(value, f"{name}={text}:{effect}" if colon and text else f"{name}:{effect}")
    clouds.of_kubelet(draft)
    zones = tuple(values.get("availability_zones").texts())
    clouds.of_cloud(draft, zones=zones)
    yield draft.pool()


def _gke_node_pool(declaration: Declaration, values: Field) -> Iterator[Pool]:
    config = first(values.get("node_config"))
    draft = _draft(declaration, values)
    zones = tuple(values.get("node_locations").texts())
    draft.counts = _gke_counts(draft, values, len(zones))
    draft.kubelet = values.get("version").text()
    draft.labels(config.get("labels"))
    effective = config.get("effective_taints")
    draft.taints(effective if effective.data else config.get("taint"), managed.EFFECTS)
    accelerators = [entry.get("type").text() for entry in config.get("guest_accelerator").items()]
    architecture = first(config.get("taint_config")).get("architecture_taint_behavior").text()
    managed.finish_gke(
        draft,
        managed.Gke(
            machine_type=config.get("machine_type").text(),
            image=config.get("image_type").text(),
            provisioning=_provisioning(config),
            gpu=next(iter(accelerators), ""),
            arch_taint=architecture != "NONE",
            sandbox=bool(config.get("sandbox_config").data),
            max_pods=values.get("max_pods_per_node").number(),
            zones=zones,
        ),
    )
    yield draft.pool()


def _provisioning(config: Field) -> str:
    if config.get("spot").flag():
        return "spot"
    return "preemptible" if config.get("preemptible").flag() else "standard"


def _gke_counts(draft: Draft, values: Field, zones: int) -> Counts:
    """Return the counts of GKE, which are per zone unless the totals are given."""
    scaling = first(values.get("autoscaling"))
    least, most = scaling.get("total_min_node_count").number(), scaling.get("total_max_node_count").number()
    now = values.get("node_count").number()
    if now is None:
        now = values.get("initial_node_count").number()
    times = zones or 1
    if not zones:
        draft.notes.append(f"{draft.name}: the number of zones is not known; counted as one")
    now = None if now is None else now * times
    if least or most:
        return Counts(least or 0, now, most)
    if scaling:
        per_zone = scaling.get("min_node_count").number(), scaling.get("max_node_count").number()
        return Counts((per_zone[0] or 0) * times, now, None if per_zone[1] is None else per_zone[1] * times)
    return Counts(now or 0, now, now)


def _aks_node_pool(declaration: Declaration, values: Field) -> Iterator[Pool]:
    yield _aks(declaration, values)


def _aks_cluster(declaration: Declaration, values: Field) -> Iterator[Pool]:
    pool = first(values.get("default_node_pool"))
    yield _aks(declaration, pool, region=values.get("location").text(), mode="System")


def _aks(declaration: Declaration, values: Field, *, region: str = "", mode: str = "") -> Pool:
    draft = _draft(declaration, values)
    now = values.get("node_count").number()
    scaled = values.get("auto_scaling_enabled").flag() or values.get("enable_auto_scaling").flag()
    draft.counts = Counts(
        (values.get("min_count").number() or 0) if scaled else (now or 0),
        now,
        values.get("max_count").number() if scaled else now,
    )
    draft.kubelet = values.get("orchestrator_version").text()
    draft.labels(values.get("node_labels"))
    for entry in values.get("node_taints").items():
        draft.taint_text(entry, entry.text())
    managed.finish_aks(
        draft,
        managed.Aks(
            size=values.get("vm_size").text(),
            system=values.get("os_type").text("Linux"),
            mode=mode or values.get("mode").text("User"),
            spot=values.get("priority").text() == "Spot",
            critical_only=bool(values.get("only_critical_addons_enabled").flag()),
            max_pods=values.get("max_pods").number(),
            zones=tuple(values.get("zones").texts()),
            region=region,
        ),
    )
    return draft.pool()


RESOURCES: dict[str, Callable[[Declaration, Field], Iterator[Pool]]] = {
    "aws_eks_node_group": _eks_node_group,
    "aws_eks_fargate_profile": _fargate_profile,
    "aws_autoscaling_group": _auto_scaling_group,
    "google_container_node_pool": _gke_node_pool,
    "azurerm_kubernetes_cluster_node_pool": _aks_node_pool,
    "azurerm_kubernetes_cluster": _aks_cluster,
}
"""Resource type -> its reader."""
