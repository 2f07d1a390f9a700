"""A duplicate object in one stream: kubectl applies both, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.values.typed import Any

_KINDS = ("DaemonSet", "ConfigMap", "Secret", "Service", "ServiceAccount")


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the name of each but the first."""
    for kind in _KINDS:
        first: dict[tuple[str, str], StreamObject] = {}
        for found in objects.of_kind(kind):
            earlier = first.setdefault((found.own_namespace, found.name), found)
            if earlier is found or not found.name:
                continue
            document = earlier.manifest.document
            line = document.span(earlier.manifest.node).line
            yield StreamHit(
                on=found,
                path=("metadata", "name"),
                values={
                    "kind": kind,
                    "name": f"{found.own_namespace}/{found.name}" if found.own_namespace else found.name,
                    "line": line,
                    "result": _result(kind),
                },
                elsewhere=(Elsewhere(earlier, ("metadata", "name"), "first here"),),
                about=found if kind == "DaemonSet" else None,
            )


def _result(kind: str) -> str:
    lost = "kubectl apply applies both: the last one wins, and fields that only the first one has are lost"
    rollout = ", and each apply starts another rollout" if kind == "DaemonSet" else ""
    return f"{lost}{rollout}; kubectl create fails at the second, and kustomize rejects both."
