"""Cluster API, `v1beta1` and `v1beta2`: MachineDeployments and similar kinds, control planes and Clusters.

Sources: docs/book of Cluster API 1.14, internal/controllers/machine/machine_controller_noderef.go, and the
Cluster Autoscaler's provider for Cluster API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dslint.kubernetes.amounts import amount
from dslint.kubernetes.taints import Taint
from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Machines, Origin, Pool
from dslint.planner.pools.readers.kubeadm import registration

_SIZE = re.compile(r"cluster-api-autoscaler-node-group-(min|max)-size\Z")
_CAPACITY = "capacity.cluster-autoscaler.kubernetes.io/"
_RESOURCES = {"cpu": "cpu", "memory": "memory", "ephemeral-disk": "ephemeral-storage", "maxPods": "pods"}
_DEFAULT_PODS = 110
_SYNCED_PREFIX = "node-role.kubernetes.io"
_SYNCED_DOMAINS = ("node-restriction.kubernetes.io", "node.cluster.x-k8s.io")
_UNINITIALIZED = Taint("node.cluster.x-k8s.io/uninitialized", "", "NoSchedule")
_ON_INITIALIZATION = "OnInitialization"


def read(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """The pool of a MachineDeployment, MachineSet or MachinePool."""
    if not declaration.root.get("metadata", "ownerReferences").data:
        yield _pool(declaration, declaration.name, declaration.root.get("spec", "template"), related)


def _pool(declaration: Declaration, name: str, template: Field, related: Related) -> Pool:
    root = declaration.root
    draft = Draft(name, f"Cluster API {declaration.kind}", root)
    spec = template.get("spec")
    draft.kubelet = spec.get("version").text()
    annotations = dict(root.get("metadata", "annotations").entries())
    draft.counts = counts(root.get("spec", "replicas"), annotations)
    _machine_labels(draft, template.get("metadata", "labels"))
    _machine_taints(draft, spec.get("taints"))
    reference = spec.get("bootstrap", "configRef")
    _bootstrap(draft, reference, declaration.namespace, related)
    _capacity(draft, annotations)
    zones = [spec.get("failureDomain").text(), *root.get("spec", "failureDomains").texts()]
    _finish(draft, zones)
    return draft.pool()


def _finish(draft: Draft, zones: Iterable[str]) -> None:
    clouds.of_kubelet(draft)
    clouds.of_cloud(draft, zones=filter(None, zones))
    draft.starts_with([_UNINITIALIZED], draft.place, "Cluster API", "Cluster API sets it")


def counts(replicas: Field, annotations: dict[str, Field]) -> Counts:
    """Return replicas and the autoscaler's bounds; without replicas one, or the lower bound."""
    bounds = {}
    for key, value in annotations.items():
        match = _SIZE.search(key)
        if match is not None:
            bounds[match[1]] = value.number()
    least, most = bounds.get("min"), bounds.get("max")
    now = replicas.number()
    if now is None:
        now = least if least is not None else 1
    if not bounds:
        return Counts(now, now, now)
    return Counts(least or 0, now, most)


def _machine_labels(draft: Draft, written: Field) -> None:
    """Return the labels that reach the node; Cluster API leaves all others on the Machine."""
    left = []
    for key, (value, place) in written.labels().items():
        prefix = key.partition("/")[0] if "/" in key else ""
        domains = any(prefix == domain or prefix.endswith(f".{domain}") for domain in _SYNCED_DOMAINS)
        if domains or key.startswith(_SYNCED_PREFIX):
            draft.label(key, value, place)
        else:
            left.append(key)
    if left:
        draft.notes.append(
            f"{draft.name}: no node gets the Machine labels {', '.join(sorted(left))}, "
            "unless the manager runs with --additional-sync-machine-labels"
        )


def _machine_taints(draft: Draft, written: Field) -> None:
    for entry in written.items():
        taint = entry.taint()
        if taint is None:
            continue
        if entry.get("propagation").text() == _ON_INITIALIZATION:
            draft.notes.append(f"{draft.name}: {taint} is set once, and stays gone when it is removed")
        draft.taint(taint, Origin(entry.place))


def _bootstrap(draft: Draft, reference: Field, namespace: str, related: Related) -> None:
    kind, name = reference.get("kind").text(), reference.get("name").text()
    if not kind or not name:
        return
    found = related.find(kind, name, namespace)
    if found is None:
        draft.notes.append(f"{draft.name}: {kind} {name} is not in the input; it may add labels and taints")
        return
    if kind not in ("KubeadmConfigTemplate", "KubeadmConfig"):
        draft.notes.append(f"{draft.name}: what {kind} {name} adds to nodes is not read")
        return
    spec = found.root.get("spec")
    spec = spec.get("template", "spec") if kind.endswith("Template") else spec
    registration(draft, spec.get("joinConfiguration", "nodeRegistration"))


def _capacity(draft: Draft, annotations: dict[str, Field]) -> None:
    """Read the node size that the Cluster Autoscaler is given."""
    amounts: dict[str, int] = {}
    for key, value in annotations.items():
        if not key.startswith(_CAPACITY):
            continue
        name = key.removeprefix(_CAPACITY)
        if name == "labels":
            draft.label_list(value)
        elif name == "taints":
            draft.taint_list(value)
        elif name in _RESOURCES:
            number = amount(_RESOURCES[name], value.text())
            if number is None:
                value.fault(f"invalid quantity {value.text()!r} (examples: 4, 500m, 16Gi)")
            else:
                amounts[_RESOURCES[name]] = number
    gpus = annotations.get(f"{_CAPACITY}gpu-count")
    if gpus is not None:
        kind = annotations.get(f"{_CAPACITY}gpu-type")
        amounts[(kind.text() if kind is not None else "") or clouds.GPU] = gpus.number() or 0
    if "cpu" in amounts and "memory" in amounts:
        capacity = {"pods": _DEFAULT_PODS, **amounts}
        draft.machines = Machines(capacity=capacity, max_pods=draft.machines.max_pods)


def read_control_plane(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """The control plane nodes of a KubeadmControlPlane."""
    root = declaration.root
    if root.get("metadata", "ownerReferences").data:
        return
    spec = root.get("spec")
    machine = spec.get("machineTemplate")
    draft = Draft(declaration.name, f"Cluster API {declaration.kind}", root)
    draft.kubelet = spec.get("version").text()
    draft.counts = counts(spec.get("replicas"), {})
    _machine_labels(draft, machine.get("metadata", "labels"))
    _machine_taints(draft, machine.get("spec", "taints"))
    joining = spec.get("kubeadmConfigSpec", "joinConfiguration", "nodeRegistration")
    registration(draft, joining)
    clouds.of_control_plane(draft, "kubeadm", tainted=joining.get("taints").data is None)
    _finish(draft, ())
    yield draft.pool()


def read_cluster(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """The pools of a Cluster that is made from a ClusterClass."""
    topology = declaration.root.get("spec", "topology")
    class_name = topology.get("class").text() or topology.get("classRef", "name").text()
    cluster_class = related.find("ClusterClass", class_name, declaration.namespace) if class_name else None
    workers = topology.get("workers")
    for kind in ("machineDeployments", "machinePools"):
        for entry in workers.get(kind).items():
            yield _topology_pool(declaration, entry, kind, cluster_class, related)
    control_plane = topology.get("controlPlane")
    if topology and control_plane:
        draft = Draft(f"{declaration.name}-control-plane", "Cluster API Cluster", control_plane)
        draft.counts = counts(control_plane.get("replicas"), {})
        draft.kubelet = topology.get("version").text()
        _machine_labels(draft, control_plane.get("metadata", "labels"))
        _machine_taints(draft, control_plane.get("taints"))
        clouds.of_control_plane(draft, "kubeadm")
        _finish(draft, ())
        yield draft.pool()


def _topology_pool(
    declaration: Declaration, entry: Field, kind: str, cluster_class: Declaration | None, related: Related
) -> Pool:
    draft = Draft(entry.get("name").text(), "Cluster API Cluster", entry)
    draft.kubelet = declaration.root.get("spec", "topology", "version").text()
    template = _class_entry(cluster_class, kind, entry.get("class").text())
    annotations = dict(entry.get("metadata", "annotations").entries())
    draft.counts = counts(entry.get("replicas"), annotations)
    if template is not None:
        _machine_labels(draft, template.get("template", "metadata", "labels"))
    _machine_labels(draft, entry.get("metadata", "labels"))
    taints = entry.get("taints")
    if not taints and template is not None:
        taints = template.get("taints")
    _machine_taints(draft, taints)
    if template is not None:
        bootstrap = template.get("template", "bootstrap")
        reference = bootstrap.get("ref") or bootstrap.get("templateRef")
        if not reference:
            reference = template.get("bootstrap", "templateRef")
        _bootstrap(draft, reference, declaration.namespace, related)
    _capacity(draft, annotations)
    _finish(draft, [entry.get("failureDomain").text(), *entry.get("failureDomains").texts()])
    return draft.pool()


def _class_entry(cluster_class: Declaration | None, kind: str, name: str) -> Field | None:
    if cluster_class is None:
        return None
    entries = cluster_class.root.get("spec", "workers", kind).items()
    return next((entry for entry in entries if entry.get("class").text() == name), None)
