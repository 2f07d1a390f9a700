"""LimitRange objects: the requests and limits that they give to containers, and what they reject.

Source: Kubernetes 1.28 to 1.37, plugin/pkg/admission/limitranger and `SetDefaults_LimitRangeItem` in
pkg/apis/core/v1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.admission import Refusal
from dslint.kubernetes.amounts import amount, shown
from dslint.kubernetes.requests import Amounts, amounts, effective_requests
from dslint.values.path import FieldPath
from dslint.values.typed import Any

Objects = Iterable[Mapping[str, Any]]
_FIELDS = ("containers", "initContainers")


def with_defaults(pod_spec: Mapping[str, Any], limit_ranges: Objects) -> dict[str, Any]:
    """Return the pod spec with the default requests and limits for its containers."""
    result = dict(pod_spec)
    for limit in _of_type(limit_ranges, "Container"):
        limits, requests = _defaults(limit)
        for field in _FIELDS:
            if field in result:
                result[field] = [_with_defaults(item, limits, requests) for item in items(result, field)]
    return result


def _defaults(limit: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return default limits (else the maximum) and requests (else the default limit or the minimum)."""
    limits = {**mapping(limit, "max"), **mapping(limit, "default")}
    requests = {**mapping(limit, "min"), **limits, **mapping(limit, "defaultRequest")}
    return limits, requests


def _with_defaults(container: Any, limits: dict[str, Any], requests: dict[str, Any]) -> Any:
    if not isinstance(container, Mapping):
        return container
    written = mapping(container, "resources")
    own_limits = mapping(written, "limits")
    # A pod's own limit replaces a missing request before any LimitRange applies.
    own_requests = {**own_limits, **mapping(written, "requests")}
    resources = {
        **written,
        "limits": {**limits, **own_limits},
        "requests": {**requests, **own_requests},
    }
    return {**container, "resources": resources}


def violations(pod_spec: Mapping[str, Any], limit_ranges: Objects) -> list[Refusal]:
    """Yield what the LimitRanges reject in a pod spec with their defaults."""
    return [*_of_containers(pod_spec, limit_ranges), *_of_pod(pod_spec, limit_ranges)]


def _of_containers(pod_spec: Mapping[str, Any], limit_ranges: Objects) -> Iterator[Refusal]:
    for field in _FIELDS:
        for place, container in enumerate(items(pod_spec, field)):
            path = (field, place, "resources")
            limits = amounts(mapping(container, "resources", "limits"))
            requests = limits | amounts(mapping(container, "resources", "requests"))
            for name, number in requests.items():
                if number > limits.get(name, number):
                    words = f"{name}: the request {shown(name, number)} is above the default limit"
                    yield Refusal("LimitRange", f"{words} {shown(name, limits[name])}", path)
            for limit in _of_type(limit_ranges, "Container"):
                yield from _judge(limit, requests, limits, path)


def _of_pod(pod_spec: Mapping[str, Any], limit_ranges: Objects) -> Iterator[Refusal]:
    requests = effective_requests({**pod_spec, "overhead": None})
    limits = pod_limits(pod_spec)
    for limit in _of_type(limit_ranges, "Pod"):
        yield from _judge(limit, requests, limits, ())


def pod_limits(pod_spec: Mapping[str, Any]) -> Amounts:
    """Sum the limits of a pod in the same way as its requests (`effective_requests`)."""
    only_limits = {
        field: [
            {
                "restartPolicy": text(item, "restartPolicy"),
                "resources": {"requests": mapping(item, "resources", "limits")},
            }
            for item in items(pod_spec, field)
        ]
        for field in _FIELDS
    }
    pod_level = {"requests": mapping(pod_spec, "resources", "limits")}
    return effective_requests({**only_limits, "resources": pod_level})


def _judge(
    limit: Mapping[str, Any], requests: Amounts, limits: Amounts, path: FieldPath
) -> Iterator[Refusal]:
    subject = f"LimitRange {text(limit, 'name')}"
    for name, least in amounts(limit.get("min")).items():
        for what, number in (("request", requests.get(name)), ("limit", limits.get(name))):
            if number is None and what == "request":
                yield Refusal(subject, f"{name}: no request; at least {shown(name, least)} is required", path)
            elif number is not None and number < least:
                words = f"{name}: the {what} {shown(name, number)} is below the minimum {shown(name, least)}"
                yield Refusal(subject, words, path)
    for name, most in amounts(limit.get("max")).items():
        for what, number in (("limit", limits.get(name)), ("request", requests.get(name))):
            if number is None and what == "limit":
                yield Refusal(subject, f"{name}: no limit; at most {shown(name, most)} is required", path)
            elif number is not None and number > most:
                words = f"{name}: the {what} {shown(name, number)} is above the maximum {shown(name, most)}"
                yield Refusal(subject, words, path)
    for name, ratio in mapping(limit, "maxLimitRequestRatio").items():
        yield from _judge_ratio(subject, name, ratio, (requests.get(name), limits.get(name)), path)


def _judge_ratio(
    subject: str, name: str, ratio: Any, numbers: tuple[int | None, int | None], path: FieldPath
) -> Iterator[Refusal]:
    request, limit = numbers
    most = amount("cpu", ratio)  # in thousandths, to keep 1.5 exact
    if most is None:
        return
    if not request or not limit:
        yield Refusal(subject, f"{name}: the limit must be at most {ratio} times the request", path)
    elif limit * 1000 > most * request:
        yield Refusal(subject, f"{name}: the limit is more than {ratio} times the request", path)


def _of_type(limit_ranges: Objects, kind: str) -> Iterator[Mapping[str, Any]]:
    for range_ in limit_ranges:
        name = text(range_, "metadata", "name")
        for limit in items(range_, "spec", "limits"):
            if text(limit, "type") == kind:
                yield {**limit, "name": name}
