"""ResourceQuota objects: how many pods of a kind still fit into a namespace, and which are rejected.

Source: Kubernetes 1.28 to 1.37, pkg/quota/v1/evaluator/core and plugin/pkg/admission/resourcequota.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.admission import Refusal
from dslint.kubernetes.amounts import amount, shown
from dslint.kubernetes.requests import Amounts, amounts
from dslint.values.typed import Any

_MUST_BE_SAID = {
    "cpu": ("requests", "cpu"),
    "requests.cpu": ("requests", "cpu"),
    "limits.cpu": ("limits", "cpu"),
    "memory": ("requests", "memory"),
    "requests.memory": ("requests", "memory"),
    "limits.memory": ("limits", "memory"),
}


def hard_limits(quota: Mapping[str, Any]) -> Amounts:
    """Return `spec.hard` as amounts, in the unit of the resource of each entry."""
    read = {
        name: amount(resource_of(name), quantity) for name, quantity in mapping(quota, "spec", "hard").items()
    }
    return {name: number for name, number in read.items() if number is not None}


def resource_of(name: str) -> str:
    """Return the resource of an entry of a quota: `requests.cpu` is about cpu."""
    return name.removeprefix("requests.").removeprefix("limits.")


def usage(requests: Amounts, limits: Amounts) -> Amounts:
    """Return what one pod uses of every possible entry of a quota."""
    used: Amounts = {"pods": 1, "count/pods": 1}
    for name, number in requests.items():
        used[f"requests.{name}"] = number
        if name in ("cpu", "memory", "ephemeral-storage") or name.startswith("hugepages-"):
            used[name] = number
    for name, number in limits.items():
        used[f"limits.{name}"] = number
    return used


def pods_left(quota: Mapping[str, Any], taken: Amounts, one_pod: Amounts) -> tuple[int, str] | None:
    """Return how many such pods the quota allows, and the entry that ends first; None without a limit."""
    least: tuple[int, str] | None = None
    for name, hard in hard_limits(quota).items():
        each = one_pod.get(name, 0)
        if not each:
            continue
        left = max(hard - taken.get(name, 0), 0) // each
        if least is None or left < least[0]:
            least = left, name
    return least


def already_used(quota: Mapping[str, Any]) -> Amounts:
    """Return `status.used` as amounts."""
    used = mapping(quota, "status", "used")
    read = {name: amount(resource_of(name), quantity) for name, quantity in used.items()}
    return {name: number for name, number in read.items() if number is not None}


def unsaid(quota: Mapping[str, Any], pod_spec: Mapping[str, Any]) -> Iterator[Refusal]:
    """Return containers without an amount that the quota counts: such pods are always rejected."""
    name = text(quota, "metadata", "name")
    pod_level = mapping(pod_spec, "resources")
    for entry in mapping(quota, "spec", "hard"):
        if entry not in _MUST_BE_SAID:
            continue
        field, resource = _MUST_BE_SAID[entry]
        if resource in _said(pod_level, field):
            continue
        for kind in ("containers", "initContainers"):
            for place, container in enumerate(items(pod_spec, kind)):
                if resource not in _said(mapping(container, "resources"), field):
                    words = f"{entry} is required for every container, but {text(container, 'name')} has none"
                    yield Refusal(f"ResourceQuota {name}", words, (kind, place, "resources"))


def _said(resources: Mapping[str, Any], field: str) -> Amounts:
    limits = amounts(resources.get("limits"))
    return limits if field == "limits" else limits | amounts(resources.get("requests"))


def shown_hard(quota: Mapping[str, Any], name: str) -> str:
    """Return an entry of a quota as people write it: `pods: 2`."""
    return f"{name}: {shown(resource_of(name), hard_limits(quota).get(name, 0))}"
