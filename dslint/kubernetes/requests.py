"""The requests of a pod that the scheduler adds up.

Source: Kubernetes 1.28 to 1.37, `PodRequests` in k8s.io/component-helpers/resource and the pod defaults of
pkg/apis/core/v1. Amounts are integers: cpu in thousandths, everything else in whole units, rounded up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.amounts import amount
from dslint.values.typed import Any

Amounts = dict[str, int]
"""Resource -> amount."""

_POD_LEVEL = ("cpu", "memory")


def amounts(data: Any) -> Amounts:
    """Return a resource list (`{cpu: 100m}`) as amounts, without invalid quantities."""
    read = {name: amount(name, quantity) for name, quantity in mapping(data).items()}
    return {name: number for name, number in read.items() if number is not None}


def total(resources: Iterable[Mapping[str, int]]) -> Amounts:
    """Amounts added up, resource by resource."""
    found: Amounts = {}
    for amounts_of_one in resources:
        _add(found, amounts_of_one)
    return found


def container_requests(container: Any) -> Amounts:
    """Return the requests of one container of a pod: a limit replaces a missing request."""
    resources = mapping(container, "resources")
    return amounts(resources.get("limits")) | amounts(resources.get("requests"))


def effective_requests(pod_spec: Mapping[str, Any]) -> Amounts:
    """Return what the scheduler reserves for a pod, `overhead` included.

    It is the larger of the total of containers and sidecars, and the highest total while the init containers
    run. Pod-level requests replace it for cpu, memory and hugepages.
    """
    steady: Amounts = {}
    for container in items(pod_spec, "containers"):
        _add(steady, container_requests(container))
    sidecars: Amounts = {}
    peak: Amounts = {}
    for container in items(pod_spec, "initContainers"):
        requests = container_requests(container)
        if text(container, "restartPolicy") == "Always":
            _add(sidecars, requests)
            _raise_to(peak, sidecars)
        else:
            _add(requests, sidecars)
            _raise_to(peak, requests)
    _add(steady, sidecars)
    _raise_to(steady, peak)
    steady |= _pod_level_requests(mapping(pod_spec, "resources"), steady)
    _add(steady, amounts(pod_spec.get("overhead")))
    return steady


def _pod_level_requests(resources: Mapping[str, Any], of_containers: Amounts) -> Amounts:
    """Return the pod-level requests; a limit counts if no container requests the resource."""
    requests = _pod_level(resources, "requests")
    limits = _pod_level(resources, "limits")
    return {name: of_containers.get(name, number) for name, number in limits.items()} | requests


def _pod_level(resources: Mapping[str, Any], field: str) -> Amounts:
    found = amounts(resources.get(field))
    return {name: found[name] for name in found if name in _POD_LEVEL or name.startswith("hugepages-")}


def _add(total: Amounts, more: Mapping[str, int]) -> None:
    for name, number in more.items():
        total[name] = total.get(name, 0) + number


def _raise_to(total: Amounts, least: Amounts) -> None:
    for name, number in least.items():
        total[name] = max(total.get(name, 0), number)
