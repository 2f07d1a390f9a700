"""Host ports: the ports that a pod uses on its node, and conflicts between pods.

Source: Kubernetes 1.28 to 1.37, `GetHostPorts` and `HostPortInfo` in pkg/scheduler/framework, and the pod
defaults of pkg/apis/core/v1 (a pod on the host network takes every port it declares).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import FieldPath
from dslint.values.typed import Any, NamedTuple

_ANY_IP = "0.0.0.0"  # noqa: S104 - nothing is bound; it is how the scheduler writes "every address"


class HostPort(NamedTuple):
    """A port that a pod uses on its node; `path` is its place in the pod spec."""

    protocol: str
    ip: str
    port: int
    path: FieldPath = ()

    def __str__(self) -> str:
        """Return `9100/TCP`, with the address in front unless it is every address."""
        return f"{'' if self.ip == _ANY_IP else self.ip + ':'}{self.port}/{self.protocol}"

    def conflicts_with(self, other: HostPort) -> bool:
        """Whether two pods cannot have these on one node. Addresses are compared as text."""
        return (
            self.port == other.port
            and self.protocol == other.protocol
            and (self.ip == other.ip or _ANY_IP in (self.ip, other.ip))
        )


def host_ports(pod_spec: Mapping[str, Any]) -> tuple[HostPort, ...]:
    """Return the host ports of a pod: those of its containers and of sidecars."""
    on_host_network = pod_spec.get("hostNetwork") is True
    found: list[HostPort] = []
    for kind in ("containers", "initContainers"):
        for place, container in enumerate(items(pod_spec, kind)):
            if kind == "initContainers" and text(container, "restartPolicy") != "Always":
                continue
            for number, data in enumerate(items(container, "ports")):
                path = (kind, place, "ports", number)
                port = _host_port(mapping(data), path, on_host_network=on_host_network)
                if port is not None:
                    found.append(port)
    return tuple(found)


def _host_port(data: Mapping[str, Any], path: FieldPath, *, on_host_network: bool) -> HostPort | None:
    field = "hostPort"
    if on_host_network and not data.get(field):
        field = "containerPort"
    port = data.get(field)
    if not isinstance(port, int) or isinstance(port, bool) or port <= 0:
        return None
    return HostPort(text(data, "protocol") or "TCP", text(data, "hostIP") or _ANY_IP, port, (*path, field))


def conflicting(wanted: Iterable[HostPort], taken: Iterable[HostPort]) -> tuple[HostPort, ...]:
    """Return the wanted ports that are already used."""
    held = tuple(taken)
    return tuple(port for port in wanted if any(port.conflicts_with(other) for other in held))
