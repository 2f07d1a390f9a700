"""A Service for pods of a DaemonSet whose containers do not say when they are ready.

Skip headless Services, UDP, and ports for metrics or health, whose clients expect failures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_ASKED = ("metric", "prom", "health", "live", "ready", "probe", "monitor", "exporter")
_CONTAINERS = (*POD_SPEC, "containers")


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the container that serves the port, once per container."""
    seen: set[tuple[str, int]] = set()
    asked: set[tuple[int, tuple[object, ...]]] = set()
    for service in objects.of_kind("Service"):
        spec = mapping(service.written, "spec")
        selector = mapping(spec, "selector")
        if not selector or spec.get("clusterIP") == "None" or spec.get("publishNotReadyAddresses") is True:
            continue
        selected = objects.selected({"matchLabels": selector}, service)
        ports = tuple(_asked_for(service))
        if not selected or (id(selected), ports) in asked:
            continue
        asked.add((id(selected), ports))
        for workload in selected:
            if workload.kind != "DaemonSet":
                continue
            for place, port in _unready(ports, workload):
                if (workload.key, place) not in seen:
                    seen.add((workload.key, place))
                    yield _hit(service, workload, place, port)


def _asked_for(service: StreamObject) -> Iterator[tuple[str, int | str]]:
    """Yield the name of each port, or its number, and its target."""
    for port in items(service.written, "spec", "ports"):
        name = text(port, "name")
        target = mapping(port).get("targetPort", mapping(port).get("port"))
        words = f"{name} {target} {service.name}".lower()
        if text(port, "protocol") == "UDP" or any(word in words for word in _ASKED):
            continue
        if isinstance(target, int | str):
            yield name or str(mapping(port).get("port")), target


def _unready(ports: Iterable[tuple[str, int | str]], daemonset: StreamObject) -> Iterator[tuple[int, str]]:
    """The containers that serve one of the ports and have no readiness probe."""
    for name, target in ports:
        for place, container in enumerate(items(daemonset.pod_spec, "containers")):
            if _serves(container, target) and not mapping(container).get("readinessProbe"):
                yield place, name


def _serves(container: Any, target: object) -> bool:
    return any(
        target in (mapping(port).get("name"), mapping(port).get("containerPort"))
        for port in items(container, "ports")
    )


def _hit(service: StreamObject, daemonset: StreamObject, place: int, port: str) -> StreamHit:
    container = items(daemonset.pod_spec, "containers")[place]
    return StreamHit(
        on=daemonset,
        path=(*_CONTAINERS, place, "name"),
        values={"container": text(container, "name"), "service": service.name, "port": port},
        elsewhere=(Elsewhere(service, ("spec", "selector"), "this Service leads here", "key"),),
        about=daemonset,
    )
