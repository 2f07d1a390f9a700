"""A PodDisruptionBudget for a DaemonSet that can never be computed, because it needs a number of replicas.

Source: `getExpectedPodCount` and `getScaleController` of pkg/controller/disruption (Kubernetes 1.37).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import mapping, text
from dslint.values.typed import Any


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at `maxUnavailable`, or at a `minAvailable` in percent."""
    for budget in objects.of_kind("PodDisruptionBudget"):
        spec = mapping(budget.written, "spec")
        field = _unusable(spec)
        if field is None:
            continue
        for workload in _selected(objects, budget, spec.get("selector")):
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


def _selected(objects: StreamObjects, budget: StreamObject, selector: Any) -> Iterable[StreamObject]:
    """Return the workloads of a budget; since policy/v1, an empty selector matches all pods."""
    if not isinstance(selector, dict):
        return ()
    if selector:
        return objects.selected(selector, budget) or ()
    if text(budget.written, "apiVersion") != "policy/v1":
        return ()
    return objects.of_kinds(("DaemonSet",), budget.namespace)


def _unusable(spec: Mapping[str, Any]) -> str | None:
    if spec.get("maxUnavailable") is not None:
        return "maxUnavailable"
    return "minAvailable" if isinstance(spec.get("minAvailable"), str) else None
