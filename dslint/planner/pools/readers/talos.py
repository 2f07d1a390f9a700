"""Talos' machine configuration: the document with `machine:`, and the newer `KubeNodeConfig`.

Source: pkg/machinery/config/types of Talos 1.14.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.access import mapping, text
from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.counted import count_unknown
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Machines, Pool

NODE_CONFIG = "KubeNodeConfig"


def is_machine_config(data: Any) -> bool:
    """Whether a document without a kind is a machine configuration."""
    return text(data, "version") == "v1alpha1" and bool(mapping(data, "machine"))


def read(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """Read the node of a machine configuration, including a KubeNodeConfig of the same file."""
    root = declaration.root
    machine, cluster = root.get("machine"), root.get("cluster")
    role = machine.get("type").text("worker")
    name = machine.get("network", "hostname").text() or f"talos-{role}"
    draft = Draft(name, "Talos machine configuration", root)
    draft.counts = Counts(1, 1, None)
    image = machine.get("kubelet", "image").text()
    draft.kubelet = image.rpartition(":")[2] if ":" in image else ""
    draft.labels(machine.get("nodeLabels"))
    _taints(draft, machine.get("nodeTaints"))
    allowed = cluster.get("allowSchedulingOnControlPlanes").flag() or False
    for other in related.all(NODE_CONFIG):
        if other.file == declaration.file:
            draft.labels(other.root.get("labels"))
            draft.labels(other.root.get("nodeLabels"))
            _taints(draft, other.root.get("taints"))
            _taints(draft, other.root.get("nodeTaints"))
            allowed = allowed or bool(other.root.get("allowSchedulingOnControlPlanes").flag())
    _extra(draft, machine.get("kubelet"))
    clouds.of_kubelet(draft)
    if role in ("controlplane", "init"):
        clouds.of_control_plane(draft, "Talos", tainted=not allowed)
    draft.notes.append(count_unknown(name))
    yield draft.pool()


def read_node_config(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """Read the node of a KubeNodeConfig without a machine configuration in its file."""
    if any(other.file == declaration.file for other in related.all("")):
        return
    root = declaration.root
    draft = Draft(declaration.name or "talos", f"Talos {NODE_CONFIG}", root)
    draft.counts = Counts(1, 1, None)
    for key in ("labels", "nodeLabels"):
        draft.labels(root.get(key))
    for key in ("taints", "nodeTaints"):
        _taints(draft, root.get(key))
    clouds.of_kubelet(draft)
    yield draft.pool()


def _taints(draft: Draft, written: Field) -> None:
    """A mapping of keys to `value:Effect`, `:Effect` or `Effect`; a list of taints is read too."""
    if isinstance(written.data, list):
        draft.taints(written)
        return
    for key, value in written.entries():
        text = value.text()
        front, _, effect = text.rpartition(":")
        draft.taint_text(value, f"{key}={front}:{effect}" if front else f"{key}:{effect}")


def _extra(draft: Draft, kubelet: Field) -> None:
    arguments = kubelet.get("extraArgs")
    for name, read_list in (("node-labels", draft.label_list), ("register-with-taints", draft.taint_list)):
        value = arguments.get(name)
        if value and not isinstance(value.data, list):
            read_list(value)
    draft.machines = Machines(max_pods=kubelet.get("extraConfig", "maxPods").number())
