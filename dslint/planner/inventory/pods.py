"""Pods that are there already: what they use of their node, and which DaemonSet they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.ports import HostPort, host_ports
from dslint.kubernetes.requests import Amounts, effective_requests

TERMINAL = ("Succeeded", "Failed")


class Pod(NamedTuple):
    """One pod that is bound to a node and not over.

    owner     `namespace/name` of the DaemonSet it belongs to, else empty
    affinity  `spec.affinity` as JSON data: its required pod anti-affinity keeps other pods away
    orphan    no controller owns it: a DaemonSet whose selector matches adopts it
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

    @property
    def key(self) -> str:
        """`namespace/name`."""
        return f"{self.namespace}/{self.name}"


class _Container(msgspec.Struct, gc=False):
    resources: Any = None
    ports: Any = None
    restartPolicy: str | None = None  # noqa: N815 - the API's own name


class _Spec(msgspec.Struct, gc=False):
    nodeName: str | None = None  # noqa: N815 - the API's own name
    containers: list[_Container] | None = None
    initContainers: list[_Container] | None = None  # noqa: N815 - the API's own name
    overhead: Any = None
    resources: Any = None
    hostNetwork: bool | None = None  # noqa: N815 - the API's own name
    priority: int | None = None
    affinity: Any = None


class _Metadata(msgspec.Struct, gc=False):
    name: str = ""
    namespace: str = ""
    labels: dict[str, str] | None = None
    ownerReferences: Any = None  # noqa: N815 - the API's own name
    deletionTimestamp: str | None = None  # noqa: N815 - the API's own name


class _Status(msgspec.Struct, gc=False):
    phase: str | None = None
    conditions: Any = None


class _Pod(msgspec.Struct, gc=False):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    spec: _Spec = msgspec.field(default_factory=_Spec)
    status: _Status = msgspec.field(default_factory=_Status)


_POD = msgspec.json.Decoder(_Pod)


def decode_pod(raw: msgspec.Raw) -> Pod | None:
    """One Pod of a JSON list. Raises msgspec.DecodeError when it is not as it should be."""
    return pod_of(msgspec.to_builtins(_POD.decode(raw)))


def pod_of(data: Mapping[str, Any]) -> Pod | None:
    """A Pod as JSON data; None when it uses nothing: not bound to a node, or over."""
    spec, metadata = mapping(data, "spec"), mapping(data, "metadata")
    node = text(spec, "nodeName")
    if not node or text(data, "status", "phase") in TERMINAL:
        return None
    namespace = text(metadata, "namespace") or "default"
    priority = spec.get("priority")
    return Pod(
        namespace,
        text(metadata, "name"),
        node,
        mapping(metadata, "labels"),
        effective_requests(spec),
        host_ports(spec),
        priority if isinstance(priority, int) else 0,
        _owner(metadata, namespace),
        _is_ready(data),
        bool(metadata.get("deletionTimestamp")),
        mapping(spec, "affinity"),
        not any(
            mapping(reference).get("controller") is True for reference in items(metadata, "ownerReferences")
        ),
    )


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
