"""A port name beside a DaemonSet that its pods do not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dslint.checks.stream.base import StreamHit
from dslint.checks.stream.near import near_name
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_SHOWN = 5
_MANY = 20
_NO_SERVICE = "The Service has no endpoint for this port: every connection to it fails."
_NO_TARGET = "Prometheus finds no target here and scrapes nothing; nothing reports an error."
_NO_RULE = "The rule allows no port: connections that it was to allow are dropped."


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the name."""
    for service in objects.of_kind("Service"):
        labels = {"matchLabels": mapping(service.written, "spec", "selector")}
        named = _names(service, ("spec", "ports"), "targetPort")
        yield from _missing(objects, service, labels, named, _NO_SERVICE)
    for monitor in objects.of_kind("PodMonitor"):
        selector = mapping(monitor.written, "spec", "selector")
        named = _names(monitor, ("spec", "podMetricsEndpoints"), "port")
        if "namespaceSelector" not in mapping(monitor.written, "spec"):
            yield from _missing(objects, monitor, selector, named, _NO_TARGET)
    for policy in objects.of_kind("NetworkPolicy"):
        selector = mapping(policy.written, "spec", "podSelector")
        for place in range(len(items(policy.written, "spec", "ingress"))):
            named = _names(policy, ("spec", "ingress", place, "ports"), "port")
            yield from _missing(objects, policy, selector, named, _NO_RULE)
    for monitor in objects.of_kind("ServiceMonitor"):
        yield from _of_service_monitor(objects, monitor)


def _names(owner: StreamObject, path: FieldPath, field: str) -> list[tuple[FieldPath, str]]:
    """Return the named ports of a list, with their places."""
    data: Any = owner.written
    for step in path:
        data = data[step] if isinstance(step, int) else mapping(data).get(step)
    found = ((place, text(item, field)) for place, item in enumerate(items(data)))
    return [((*path, place, field), name) for place, name in found if name and not name.isdigit()]


def _missing(
    objects: StreamObjects,
    owner: StreamObject,
    selector: Mapping[str, Any],
    named: list[tuple[FieldPath, str]],
    result: str,
) -> Iterator[StreamHit]:
    if not named or not selector.get("matchLabels"):
        return
    selected = objects.selected(selector, owner) or ()
    daemonset = next((workload for workload in selected if workload.kind == "DaemonSet"), None)
    if daemonset is None:
        return
    known = {name for workload in selected for name in port_names(workload)}
    for path, name in named:
        if name not in known:
            yield _hit(
                owner, path, (name, f"container of DaemonSet {daemonset.name}"), known, result, daemonset
            )


def port_names(workload: StreamObject) -> Iterator[str]:
    """Return the names of the ports of a pod's containers, init containers included."""
    for field in ("containers", "initContainers"):
        for container in items(workload.pod_spec, field):
            for port in items(container, "ports"):
                yield text(port, "name")


def _of_service_monitor(objects: StreamObjects, monitor: StreamObject) -> Iterator[StreamHit]:
    """Check a ServiceMonitor, whose endpoints name ports of Services, not of containers."""
    labels = mapping(monitor.written, "spec", "selector", "matchLabels")
    if not labels or "namespaceSelector" in mapping(monitor.written, "spec"):
        return
    named = _names(monitor, ("spec", "endpoints"), "port")
    services = list(objects.of_kinds(("Service",), monitor.namespace)) if named else []
    if len(services) > _MANY:
        return
    chosen = [
        service
        for service in services
        if labels.items() <= mapping(service.written, "metadata", "labels").items()
    ]
    daemonset = next((found for service in chosen for found in _behind(objects, service)), None)
    if daemonset is None:
        return
    known = {text(port, "name") for service in chosen for port in items(service.written, "spec", "ports")}
    for path, name in named:
        if name not in known:
            what = f"port of Service {chosen[0].name}"
            yield _hit(monitor, path, (name, what), known, _NO_TARGET, daemonset)


def _behind(objects: StreamObjects, service: StreamObject) -> Iterator[StreamObject]:
    """Return the DaemonSets that a Service selects."""
    selector = mapping(service.written, "spec", "selector")
    selected = objects.selected({"matchLabels": selector}, service) if selector else None
    return (workload for workload in selected or () if workload.kind == "DaemonSet")


def _hit(
    owner: StreamObject,
    path: FieldPath,
    wanted: tuple[str, str],
    known: Iterable[str],
    result: str,
    daemonset: StreamObject,
) -> StreamHit:
    name, holder = wanted
    names = sorted(filter(None, known))
    near = names[0] if len(names) == 1 else near_name(name, names)
    there = f"only {', '.join(names[:_SHOWN])}" if names else "none has a name"
    return StreamHit(
        on=owner,
        path=path,
        values={
            "kind": owner.kind,
            "owner": owner.name,
            "name": name,
            "holder": holder,
            "there": there,
            "result": result,
            "near": f"{path[-1]}: {near}" if near else f"name: {name} on the intended port",
        },
        about=daemonset,
    )
