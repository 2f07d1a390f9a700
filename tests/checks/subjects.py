"""A DaemonSet for a check to look at, from its pod spec alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.checks.table import CHECKS
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream


def daemonset(pod: Any = None, spec: Mapping[str, Any] | None = None, name: str = "agent") -> dict[str, Any]:
    """A DaemonSet as JSON data, with this pod spec and these fields of `spec`."""
    template = {"metadata": {"labels": {"app": "agent"}}, "spec": {} if pod is None else pod}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": name},
        "spec": {"selector": {"matchLabels": {"app": "agent"}}, **(spec or {}), "template": template},
    }


def subject_of(data: Any, *companions: Mapping[str, Any]) -> Subject:
    """What the engine would hand to a check, without the server's defaults."""
    (document,) = read_stream(json.dumps(data)).documents
    (manifest,) = objects_of(document)
    return Subject(data, data, manifest.node, document, manifest.name, "1.37", StreamObjects(companions))


def hits(check: str, params: Mapping[str, Any], data: Any, *companions: Mapping[str, Any]) -> Iterator[Hit]:
    """Run one check on one DaemonSet."""
    return CHECKS[check](subject_of(data, *companions), params)
