"""maxSurge, which runs the new pod beside the old one, and a port that only one of them can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import POD_SPEC, at, pod_spec
from dslint.kubernetes.ports import host_ports
from dslint.values.problem import Related

_MAX_SURGE = ("spec", "updateStrategy", "rollingUpdate", "maxSurge")
_NO_SURGE = (None, 0, "0", "0%")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at maxSurge, and at the first port."""
    surge = at(subject.manifest, _MAX_SURGE)
    ports = host_ports(pod_spec(subject))
    if (
        surge in _NO_SURGE
        or not ports
        or at(subject.manifest, ("spec", "updateStrategy", "type")) != "RollingUpdate"
    ):
        return
    port = ports[0]
    yield Hit(
        _MAX_SURGE,
        {"surge": surge, "port": port.port},
        related=(Related((*POD_SPEC, *port.path), f"one pod of a node can have port {port.port}, not two"),),
    )
