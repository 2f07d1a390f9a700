"""An autoscaler whose target is a DaemonSet, which nothing can scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import StreamHit
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.access import text
from dslint.values.typed import Any

_SCALERS = ("HorizontalPodAutoscaler", "ScaledObject")


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the kind of the target."""
    for kind in _SCALERS:
        for scaler in objects.of_kind(kind):
            if text(scaler.written, "spec", "scaleTargetRef", "kind") != "DaemonSet":
                continue
            target = text(scaler.written, "spec", "scaleTargetRef", "name")
            about = next(
                (found for found in objects.named("DaemonSet", target) if found.may_share_namespace(scaler)),
                None,
            )
            yield StreamHit(
                on=scaler,
                path=("spec", "scaleTargetRef", "kind"),
                values={"kind": kind, "name": scaler.name, "target": target},
                about=about,
            )
