"""A DaemonSet for a check to look at, from its pod spec alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.base import StreamHit
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.checks.stream.table import STREAM_CHECKS
from dslint.checks.table import CHECKS
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream
from tests.manifests import daemonset_of


def daemonset(pod: Any = None, spec: Mapping[str, Any] | None = None, name: str = "agent") -> dict[str, Any]:
    """A DaemonSet as JSON data, with this pod spec and these fields of `spec`."""
    return daemonset_of({} if pod is None else pod, name=name, labels={"app": "agent"}, **(spec or {}))


def manifests_of(*objects: Mapping[str, Any]) -> list[Manifest]:
    """Objects as if they had been read from a file."""
    text = "\n---\n".join(json.dumps(data) for data in objects)
    return [manifest for document in read_stream(text).documents for manifest in objects_of(document)]


def subject_of(data: Any, *companions: Mapping[str, Any]) -> Subject:
    """What the engine would hand to a check, without the server's defaults."""
    (manifest,) = manifests_of(data)
    stream = StreamObjects(manifests_of(*companions))
    return Subject(data, data, manifest.node, manifest.document, manifest.name, "1.37", stream)


def hits(check: str, params: Mapping[str, Any], data: Any, *companions: Mapping[str, Any]) -> Iterator[Hit]:
    """Run one check on one DaemonSet."""
    return CHECKS[check](subject_of(data, *companions), params)


def stream_hits(check: str, params: Mapping[str, Any], *objects: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Run one check of a whole stream."""
    return STREAM_CHECKS[check](StreamObjects(manifests_of(*objects)), params)
