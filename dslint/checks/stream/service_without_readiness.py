"""A Service over the pods of a DaemonSet whose containers do not say when they can serve.

Headless Services, UDP and ports that are only asked for metrics or health are not meant: who asks
them takes no for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_ASKED = ("metric", "prom", "health", "live", "ready", "probe", "monitor", "exporter")
_CONTAINERS = (*POD_SPEC, "containers")


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the container that serves the port, once for each container."""
    seen: set[tuple[str, int]] = set()
    for service in objects.of_kind("Service"):
        spec = mapping(service.written, "spec")
        selector = mapping(spec, "selector")
        if not selector or spec.get("clusterIP") == "None" or spec.get("publishNotReadyAddresses") is True:
            continue
        for workload in objects.selected({"matchLabels": selector}, service) or ():
            if workload.kind != "DaemonSet":
                continue
            for place, port in _unready(service, workload):
                if (workload.key, place) not in seen:
                    seen.add((workload.key, place))
                    yield _hit(service, workload, place, port)


def _unready(service: StreamObject, daemonset: StreamObject) -> Iterator[tuple[int, str]]:
    """The containers that serve a port of the Service and have no readiness probe."""
    for port in items(service.written, "spec", "ports"):
        name = text(port, "name")
        target = mapping(port).get("targetPort", mapping(port).get("port"))
        if text(port, "protocol") == "UDP" or any(
            word in f"{name} {target} {service.name}".lower() for word in _ASKED
        ):
            continue
        for place, container in enumerate(items(daemonset.pod_spec, "containers")):
            if _serves(container, target) and not mapping(container).get("readinessProbe"):
                yield place, name or str(mapping(port).get("port"))


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
