"""A Service that selects the pods of a DaemonSet and other pods that do not serve its port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import POD_LABELS
from dslint.values.typed import Any

_KINDS = ("Deployment", "StatefulSet", "ReplicaSet")


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the selector.

    Two workloads may serve one port on purpose: only a workload without a port that the DaemonSet declares is
    reported.
    """
    for service in objects.of_kind("Service"):
        selector = mapping(service.written, "spec", "selector")
        selected = objects.selected({"matchLabels": selector}, service) if selector else None
        daemonset, others = _apart(objects, selected or ())
        if daemonset is None:
            continue
        for other in others:
            port = _not_served(service, daemonset, other)
            if port is not None:
                yield _hit(service, daemonset, other, port)
                break


def _apart(
    objects: StreamObjects, selected: tuple[StreamObject, ...]
) -> tuple[StreamObject | None, tuple[StreamObject, ...]]:
    """Split what a Service selects into the first DaemonSet and the others; cached."""
    return objects.once(
        ("service-reaches-others", id(selected)),
        lambda: (
            next((found for found in selected if found.kind == "DaemonSet"), None),
            tuple(found for found in selected if found.kind in _KINDS),
        ),
    )


def _not_served(service: StreamObject, daemonset: StreamObject, other: StreamObject) -> object:
    served, others = _ports(daemonset), _ports(other)
    targets = (_target(port) for port in items(service.written, "spec", "ports"))
    return next((target for target in targets if target in served and target not in others), None)


def _target(port: Any) -> object:
    target = mapping(port).get("targetPort")
    found = target if target is not None else mapping(port).get("port")
    return found if isinstance(found, int | str) else None


def _ports(workload: StreamObject) -> set[object]:
    """Names and numbers of the declared ports."""
    ports = [port for item in items(workload.pod_spec, "containers") for port in items(item, "ports")]
    numbers = (mapping(port).get("containerPort") for port in ports)
    return {number for number in numbers if isinstance(number, int)} | {
        text(port, "name") for port in ports if text(port, "name")
    }


def _hit(service: StreamObject, daemonset: StreamObject, other: StreamObject, port: object) -> StreamHit:
    return StreamHit(
        on=service,
        path=("spec", "selector"),
        anchor="key",
        values={
            "name": service.name,
            "other": f"{other.kind} {other.name}",
            "daemonset": daemonset.name,
            "port": port,
        },
        elsewhere=(Elsewhere(other, POD_LABELS, "these match it too", "key"),),
        about=daemonset,
    )
