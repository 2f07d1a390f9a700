"""The origin of a pod's request that its template does not contain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.amounts import shown
from dslint.kubernetes.requests import Amounts, amounts, container_requests

Spec = Mapping[str, Any]


def origins_of(
    written: Spec, defaulted: Spec, limit_ranges: Sequence[Spec], runtime_class: Spec | None
) -> dict[str, str]:
    """Return resource -> its origin in words, for requests that are not those of the template.

    `written` is the pod spec of the template, `defaulted` the same with what LimitRanges put in.
    """
    found: dict[str, list[str]] = {}
    for name in _resources(defaulted):
        words = [
            *_of_limit_ranges(name, written, defaulted, limit_ranges),
            *_of_limits(name, written),
            *_of_init_containers(name, defaulted),
            *_of_overhead(name, defaulted, runtime_class),
        ]
        if words:
            found[name] = words
    return {name: ", ".join(words) for name, words in found.items()}


def _resources(spec: Spec) -> dict[str, None]:
    containers = (*items(spec, "containers"), *items(spec, "initContainers"))
    names = [name for container in containers for name in container_requests(container)]
    return dict.fromkeys((*names, *amounts(spec.get("overhead"))))


def _of_limit_ranges(
    name: str, written: Spec, defaulted: Spec, limit_ranges: Sequence[Spec]
) -> Iterable[str]:
    before = sum(container_requests(one).get(name, 0) for one in items(written, "containers"))
    after = sum(container_requests(one).get(name, 0) for one in items(defaulted, "containers"))
    if after > before:
        names = " and ".join(text(limit_range, "metadata", "name") for limit_range in limit_ranges)
        yield f"LimitRange {names} defaults {shown(name, after - before)} of it"


def _of_limits(name: str, written: Spec) -> Iterable[str]:
    stands_in = any(
        name in amounts(mapping(container, "resources", "limits"))
        and name not in amounts(mapping(container, "resources", "requests"))
        for container in items(written, "containers")
    )
    if stands_in:
        yield "a limit stands in for the request"


def _of_init_containers(name: str, spec: Spec) -> Iterable[str]:
    steady = sum(container_requests(container).get(name, 0) for container in items(spec, "containers"))
    largest = max(
        (
            (container_requests(container).get(name, 0), text(container, "name"))
            for container in items(spec, "initContainers")
            if text(container, "restartPolicy") != "Always"
        ),
        default=(0, ""),
    )
    if largest[0] > steady:
        yield f"init container {largest[1]}"


def _of_overhead(name: str, spec: Spec, runtime_class: Spec | None) -> Iterable[str]:
    overhead: Amounts = amounts(spec.get("overhead"))
    if overhead.get(name):
        whose = f" of RuntimeClass {text(runtime_class, 'metadata', 'name')}" if runtime_class else ""
        yield f"{shown(name, overhead[name])} of it is the overhead{whose}"
