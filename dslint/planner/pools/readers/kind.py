"""kind's Cluster, `kind.x-k8s.io/v1alpha4`.

Sources: pkg/apis/config/v1alpha4 and pkg/cluster/internal/create/actions of kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field, documents_inside
from dslint.planner.pools.pool import Counts, Pool
from dslint.planner.pools.readers.kubeadm import registration

_DEFAULT_CLUSTER = "kind"
_ROLES = ("control-plane", "worker")


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read every node as its own pool, because nodes of kind can differ in any way."""
    root = declaration.root
    cluster = root.get("name").text(_DEFAULT_CLUSTER)
    written = list(root.get("nodes").items())
    alone = len(written) <= 1
    if not written:
        yield _node(root, root, f"{cluster}-control-plane", "control-plane", alone=True)
    numbers: Counter[str] = Counter()
    for node in written:
        role = node.get("role").text("control-plane")
        if role not in _ROLES:
            node.get("role").fault(f"unknown role {role!r}; expected control-plane or worker")
            continue
        numbers[role] += 1
        suffix = "" if numbers[role] == 1 else str(numbers[role])
        yield _node(root, node, f"{cluster}-{role}{suffix}", role, alone=alone)


def _node(root: Field, node: Field, name: str, role: str, *, alone: bool) -> Pool:
    draft = Draft(name, "kind cluster", node)
    draft.counts = Counts(1, 1, 1)
    draft.names = (name,)
    image = node.get("image").text().partition("@")[0]
    draft.kubelet = image.rpartition(":")[2] if "kindest/node:" in image else ""
    draft.labels(node.get("labels"))
    for patches in (root.get("kubeadmConfigPatches"), node.get("kubeadmConfigPatches")):
        for patch in patches.items():
            for inside in documents_inside(patch):
                if inside.get("kind").text() in ("JoinConfiguration", "InitConfiguration"):
                    registration(draft, inside.get("nodeRegistration"))
    draft.assume({clouds.HOSTNAME: name}, "kind names the node so")
    clouds.of_kubelet(draft)
    if role == "control-plane":
        clouds.of_control_plane(draft, "kubeadm", tainted=not alone)
        if alone:
            draft.notes.append(f"{name}: kind removes the control plane's taint where it is the only node")
    return draft.pool()
