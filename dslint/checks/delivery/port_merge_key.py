"""Ports of one container with the same number: a client-side apply keeps only one of them.

Source: `patchMergeKey: containerPort` of `Container.ports` in k8s.io/api/core/v1, which
client-side `kubectl apply` and Helm 3 merge by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import items, mapping
from dslint.values.problem import Related
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the second port; for the same number and protocol, the server warns itself."""
    for path, container in subject.all_containers:
        first: dict[int, tuple[int, str]] = {}
        for place, port in enumerate(items(container, "ports")):
            number = mapping(port).get("containerPort")
            if not isinstance(number, int) or isinstance(number, bool):
                continue
            protocol = str(mapping(port).get("protocol") or "TCP")
            earlier = first.setdefault(number, (place, protocol))
            if earlier[0] != place and earlier[1] != protocol:
                yield Hit(
                    (*path, "ports", place, "containerPort"),
                    {"port": number, "protocols": f"{earlier[1]} and {protocol}"},
                    related=(Related((*path, "ports", earlier[0], "containerPort"), "and here"),),
                )
                break
