"""maxSurge, which runs the new pod beside the old one, with a port that only one of them can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import pod_spec
from dslint.kubernetes.access import mapping
from dslint.kubernetes.ports import host_ports
from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.values.path import POD_SPEC
from dslint.values.problem import Related
from dslint.values.typed import Any

_MAX_SURGE = ("spec", "updateStrategy", "rollingUpdate", "maxSurge")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at maxSurge, and at the first port."""
    strategy = update_strategy_of(mapping(subject.manifest, "spec"))
    ports = host_ports(pod_spec(subject))
    if not strategy.surges or not ports:
        return
    port = ports[0]
    yield Hit(
        _MAX_SURGE,
        {"surge": strategy.max_surge, "port": port.port},
        related=(Related((*POD_SPEC, *port.path), f"one pod of a node can have port {port.port}, not two"),),
    )
