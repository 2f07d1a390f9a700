"""Existing pods: the resources that they use on their node, and the DaemonSet that owns them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.ports import HostPort, host_ports
from dslint.kubernetes.requests import Amounts, effective_requests

_ASKS = ("nodeSelector", "affinity", "tolerations", "preemptionPolicy", "schedulingGates", "schedulerName")
_MIRROR = "kubernetes.io/config.mirror"
_GENERATION = "pod-template-generation"
TERMINAL = ("Succeeded", "Failed")


class Pod(NamedTuple):
    """One pod that has not terminated. `node` is empty if it waits for one.

    owner     `namespace/name` of the DaemonSet it belongs to, else empty
    holder    what people know it by: `namespace/name` of its controller (a Deployment, not its
              ReplicaSet), or of the pod itself
    affinity  `spec.affinity` as JSON data: its required pod anti-affinity keeps other pods away
    orphan    no controller owns it: a DaemonSet whose selector matches adopts it
    generation  the template generation of a DaemonSet's pod, as its label says it
    empty_dirs  it has emptyDir volumes, which kubectl drain asks about
    mirror    the mirror of a static pod
    claims    the PersistentVolumeClaims it uses, as `namespace/name`
    asks      of a pod that waits: the fields of its spec that choose a node, as JSON data
    """

    namespace: str
    name: str
    node: str
    labels: Mapping[str, str]
    requests: Amounts
    ports: tuple[HostPort, ...]
    priority: int = 0
    owner: str = ""
    ready: bool = True
    terminating: bool = False
    affinity: Mapping[str, Any] = {}
    orphan: bool = False
    holder: str = ""
    empty_dirs: bool = False
    mirror: bool = False
    generation: str = ""
    asks: Mapping[str, Any] = {}
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`namespace/name`."""
        return f"{self.namespace}/{self.name}"


def pod_of(data: Mapping[str, Any]) -> Pod | None:
    """Read a Pod from JSON data; None if it has terminated. A waiting pod includes its demands on a node."""
    spec, metadata = mapping(data, "spec"), mapping(data, "metadata")
    if text(data, "status", "phase") in TERMINAL:
        return None
    namespace = text(metadata, "namespace") or "default"
    priority = spec.get("priority")
    node = text(spec, "nodeName")
    return Pod(
        namespace=namespace,
        name=text(metadata, "name"),
        node=node,
        labels=mapping(metadata, "labels"),
        requests=effective_requests(spec),
        ports=host_ports(spec),
        priority=priority if isinstance(priority, int) else 0,
        owner=_owner(metadata, namespace),
        ready=_is_ready(data),
        terminating=bool(metadata.get("deletionTimestamp")),
        affinity=mapping(spec, "affinity"),
        orphan=not any(
            mapping(reference).get("controller") is True for reference in items(metadata, "ownerReferences")
        ),
        holder=_holder(metadata, namespace),
        empty_dirs=any("emptyDir" in mapping(volume) for volume in items(spec, "volumes")),
        mirror=_MIRROR in mapping(metadata, "annotations"),
        generation=text(metadata, "labels", _GENERATION),
        asks={} if node else {field: spec[field] for field in _ASKS if spec.get(field) is not None},
        claims=tuple(_claims(spec, namespace)),
    )


def _claims(spec: Mapping[str, Any], namespace: str) -> Iterator[str]:
    for volume in items(spec, "volumes"):
        claim = text(volume, "persistentVolumeClaim", "claimName")
        if claim:
            yield f"{namespace}/{claim}"


def _holder(metadata: Mapping[str, Any], namespace: str) -> str:
    for reference in items(metadata, "ownerReferences"):
        if mapping(reference).get("controller") is True:
            name = text(reference, "name")
            template = text(metadata, "labels", "pod-template-hash")
            if text(reference, "kind") == "ReplicaSet" and template:
                name = name.removesuffix(f"-{template}")
            return f"{namespace}/{name}"
    return ""


def _owner(metadata: Mapping[str, Any], namespace: str) -> str:
    for reference in items(metadata, "ownerReferences"):
        if text(reference, "kind") == "DaemonSet" and mapping(reference).get("controller") is True:
            return f"{namespace}/{text(reference, 'name')}"
    return ""


def _is_ready(data: Mapping[str, Any]) -> bool:
    conditions = items(data, "status", "conditions")
    return any(
        text(condition, "type") == "Ready" and text(condition, "status") == "True" for condition in conditions
    )
