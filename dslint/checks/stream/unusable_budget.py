"""A PodDisruptionBudget over a DaemonSet that can never be computed: it asks for a number of replicas.

Source: `getExpectedPodCount` and `getScaleController` of pkg/controller/disruption (Kubernetes 1.37).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.access import mapping
from dslint.values.typed import Any


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at `maxUnavailable`, or at a `minAvailable` in percent."""
    for budget in objects.of_kind("PodDisruptionBudget"):
        spec = mapping(budget.written, "spec")
        field = _unusable(spec)
        selector = mapping(spec, "selector")
        if field is None or not selector:
            continue
        for workload in objects.selected(selector, budget) or ():
            if workload.kind == "DaemonSet":
                yield StreamHit(
                    on=budget,
                    path=("spec", field),
                    anchor="key",
                    values={
                        "name": budget.name,
                        "daemonset": workload.name,
                        "field": f"{field}: {spec[field]}",
                    },
                    elsewhere=(Elsewhere(workload, ("metadata", "name"), "it selects these pods"),),
                    about=workload,
                )
                break


def _unusable(spec: Mapping[str, Any]) -> str | None:
    if spec.get("maxUnavailable") is not None:
        return "maxUnavailable"
    return "minAvailable" if isinstance(spec.get("minAvailable"), str) else None
