"""Decode the Pods of a JSON list fast: only the fields that the planner needs."""

from __future__ import annotations

from typing import Any

import msgspec

from dslint.planner.inventory.pods import Pod, pod_of


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
    volumes: Any = None
    nodeSelector: Any = None  # noqa: N815 - the API's own name
    tolerations: Any = None
    schedulingGates: Any = None  # noqa: N815 - the API's own name
    schedulerName: str | None = None  # noqa: N815 - the API's own name
    preemptionPolicy: str | None = None  # noqa: N815 - the API's own name


class _Metadata(msgspec.Struct, gc=False):
    name: str = ""
    namespace: str = ""
    labels: dict[str, str] | None = None
    annotations: dict[str, str] | None = None
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
    """Decode one Pod of a JSON list. Raises msgspec.DecodeError if it is malformed."""
    return pod_of(msgspec.to_builtins(_POD.decode(raw)))
