"""kubeadm's JoinConfiguration and InitConfiguration, `kubeadm.k8s.io/v1beta3` and `v1beta4`.

Other formats contain the same `nodeRegistration`. Source: cmd/kubeadm/app/apis/kubeadm of Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Pool


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read one node: the machine on which kubeadm runs."""
    root = declaration.root
    name = root.get("nodeRegistration", "name").text(declaration.kind.removesuffix("Configuration").lower())
    draft = Draft(name, f"kubeadm {declaration.kind}", root)
    draft.counts = Counts(1, 1, 1)
    control_plane = declaration.kind == "InitConfiguration" or bool(root.get("controlPlane"))
    registration(draft, root.get("nodeRegistration"))
    clouds.of_kubelet(draft)
    if control_plane:
        tainted = root.get("nodeRegistration", "taints").data is None
        clouds.of_control_plane(draft, "kubeadm", tainted=tainted)
    yield draft.pool()


def registration(draft: Draft, written: Field) -> None:
    """Read labels, taints and the room for pods from a `nodeRegistration`."""
    draft.taints(written.get("taints"))
    arguments = written.get("kubeletExtraArgs")
    for name, value in _arguments(arguments):
        if name == "node-labels":
            draft.label_list(value)
        elif name == "register-with-taints":
            draft.taint_list(value)
        elif name == "max-pods":
            draft.machines = draft.machines._replace(max_pods=value.number())


def _arguments(written: Field) -> Iterator[tuple[str, Field]]:
    """Arguments as a mapping (v1beta3) or as a list of name and value (v1beta4)."""
    if isinstance(written.data, list):
        for entry in written.items():
            yield entry.get("name").text(), entry.get("value")
    else:
        yield from written.entries()
