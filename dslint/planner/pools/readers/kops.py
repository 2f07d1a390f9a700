"""kOps' InstanceGroup, `kops.k8s.io/v1alpha2`.

Sources: pkg/apis/kops/v1alpha2/instancegroup.go and pkg/nodelabels of kOps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.amounts import amount
from dslint.kubernetes.taints import Taint
from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Machines, Pool

_CLUSTER = "kops.k8s.io/cluster"
_CONTROL_PLANES = ("ControlPlane", "Master")
_DEFAULT_WORKERS = 2
_UNREGISTERED = Taint("karpenter.sh/unregistered", "", "NoExecute")
_GPU_FAMILIES = ("g", "p")


def read(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """Read the pool of an instance group; a bastion is not a node."""
    root = declaration.root
    spec = root.get("spec")
    role = spec.get("role").text("Node")
    if role == "Bastion":
        return
    cluster = related.find("Cluster", root.get("metadata", "labels", _CLUSTER).text())
    draft = Draft(declaration.name, "kOps InstanceGroup", root)
    control_plane = role in _CONTROL_PLANES
    default = 1 if control_plane or role == "APIServer" else _DEFAULT_WORKERS
    least, most = spec.get("minSize").number(), spec.get("maxSize").number()
    least = default if least is None else least
    draft.counts = Counts(least, least, default if most is None else most)
    draft.kubelet = cluster.root.get("spec", "kubernetesVersion").text() if cluster is not None else ""
    draft.labels(spec.get("nodeLabels"))
    _strings(draft, spec.get("taints"))
    kubelets = _kubelets(spec, cluster, control_plane=control_plane)
    for kubelet in reversed(kubelets):
        draft.labels(kubelet.get("nodeLabels"))
    _strings(draft, _setting(kubelets, "taints"))
    types = tuple(_types(spec))
    draft.machines = Machines(
        "aws",
        types,
        formula="kubelet",
        max_pods=_setting(kubelets, "maxPods").number(),
        reserved=_reserved(_setting(kubelets, "kubeReserved")) or None,
    )
    _additions(draft, spec, role, types, control_plane=control_plane)
    yield draft.pool()


def _kubelets(spec: Field, cluster: Declaration | None, *, control_plane: bool) -> list[Field]:
    """Return the kubelet configurations: the instance group, then the Cluster; the first with a key wins."""
    found = [spec.get("kubelet")]
    if cluster is not None:
        keys = ("masterKubelet", "controlPlaneKubelet", "kubelet") if control_plane else ("kubelet",)
        found += [cluster.root.get("spec", key) for key in keys]
    return found


def _setting(kubelets: Sequence[Field], key: str) -> Field:
    written = (kubelet.get(key) for kubelet in kubelets)
    return next((found for found in written if found), kubelets[0].get(key))


def _types(spec: Field) -> Iterator[str]:
    mixed = spec.get("mixedInstancesPolicy", "instances").texts()
    if mixed:
        yield from mixed
    else:
        yield from filter(None, spec.get("machineType").text().split(","))


def _strings(draft: Draft, written: Field) -> None:
    for entry in written.items():
        draft.taint_text(entry, entry.text())


def _reserved(written: Field) -> dict[str, int]:
    found = {}
    for name, value in written.entries():
        number = amount(name, value.text())
        if number is not None:
            found[name] = number
    return found


def _additions(draft: Draft, spec: Field, role: str, types: tuple[str, ...], *, control_plane: bool) -> None:
    why = "kOps adds it"
    if control_plane:
        draft.assume({"kops.k8s.io/kops-controller-pki": ""}, why)
        clouds.of_control_plane(draft, "kOps")
    elif role == "APIServer":
        draft.assume({"node-role.kubernetes.io/api-server": ""}, why)
        draft.assume_taint("node-role.kubernetes.io/api-server:NoSchedule", why)
    else:
        draft.assume({"node-role.kubernetes.io/node": ""}, why)
    if types and all(name.partition(".")[0].startswith(_GPU_FAMILIES) for name in types):
        draft.assume({"kops.k8s.io/gpu": "1"}, f"{why} to nodes with a GPU")
        draft.assume_taint(f"{clouds.GPU}:NoSchedule", f"{why} to nodes with a GPU")
    draft.assume({"kops.k8s.io/instancegroup": draft.name}, why)
    if spec.get("manager").text() == "Karpenter":
        draft.starts_with([_UNREGISTERED], draft.place, "Karpenter", why)
    clouds.of_kubelet(draft)
    zones = spec.get("zones").texts()
    subnets = [name for name in spec.get("subnets").texts() if name[-1:].isalpha() and "-" in name]
    clouds.of_cloud(draft, types=types, zones=zones or subnets)
