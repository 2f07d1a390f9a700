"""LimitRanges and ResourceQuotas: what they give, count and refuse."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.admission import limit_range, quota, quota_scopes
from dslint.kubernetes.requests import effective_requests


def limits(kind: str = "Container", **limit: Any) -> list[dict[str, Any]]:
    return [{"metadata": {"name": "l"}, "spec": {"limits": [{"type": kind, **limit}]}}]


def pod(**resources: Any) -> dict[str, Any]:
    return {"containers": [{"name": "c", "resources": resources}]}


@pytest.mark.parametrize(
    "given, resources, cpu",
    [
        ({"defaultRequest": {"cpu": "2"}}, {}, 2000),
        ({"default": {"cpu": "3"}}, {}, 3000),
        ({"max": {"cpu": "4"}}, {}, 4000),
        ({"min": {"cpu": "1"}}, {}, 1000),
        ({"default": {"cpu": "3"}, "defaultRequest": {"cpu": "2"}}, {}, 2000),
        ({"defaultRequest": {"cpu": "2"}}, {"requests": {"cpu": "1"}}, 1000),
        ({"defaultRequest": {"cpu": "2"}}, {"limits": {"cpu": "1"}}, 1000),
    ],
)
def test_a_limit_range_gives_requests_that_are_not_there(
    given: dict[str, Any], resources: dict[str, Any], cpu: int
) -> None:
    assert effective_requests(limit_range.with_defaults(pod(**resources), limits(**given))) == {"cpu": cpu}


@pytest.mark.parametrize(
    "given, resources, words",
    [
        ({"min": {"cpu": "2"}}, {"requests": {"cpu": "1"}}, "cpu: the request 1 is below the minimum 2"),
        ({"max": {"cpu": "2"}}, {"limits": {"cpu": "3"}}, "cpu: the limit 3 is above the maximum 2"),
        (
            {"default": {"cpu": "1"}},
            {"requests": {"cpu": "2"}},
            "cpu: the request 2 is above the default limit 1",
        ),
        (
            {"maxLimitRequestRatio": {"cpu": "1.5"}},
            {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}},
            "cpu: the limit is more than 1.5 times the request",
        ),
        (
            {"maxLimitRequestRatio": {"cpu": "2"}},
            {"requests": {"cpu": "1"}},
            "cpu: the limit must be at most 2 times the request",
        ),
    ],
)
def test_a_limit_range_refuses(given: dict[str, Any], resources: dict[str, Any], words: str) -> None:
    ranges = limits(**given)
    found = limit_range.violations(limit_range.with_defaults(pod(**resources), ranges), ranges)
    assert words in [reason.text for reason in found]


def test_a_limit_range_for_pods_adds_containers_up() -> None:
    ranges = limits("Pod", max={"memory": "1Gi"})
    two = {"containers": [{"resources": {"limits": {"memory": "600Mi"}}}] * 2}
    assert [violation.text for violation in limit_range.violations(two, ranges)] == [
        "memory: the limit 1.2Gi is above the maximum 1Gi",
        "memory: the request 1.2Gi is above the maximum 1Gi",
    ]
    assert limit_range.violations({"containers": two["containers"][:1]}, ranges) == []


def hard(**entries: str) -> dict[str, Any]:
    names = {name.replace("__", "/").replace("_", "."): value for name, value in entries.items()}
    return {"metadata": {"name": "q"}, "spec": {"hard": names}}


@pytest.mark.parametrize(
    "item, taken, left",
    [
        (hard(pods="3"), {}, (3, "pods")),
        (hard(pods="3"), {"pods": 2}, (1, "pods")),
        (hard(pods="3"), {"pods": 5}, (0, "pods")),
        (hard(count__pods="3"), {}, (3, "count/pods")),
        (hard(requests_cpu="1"), {}, (3, "requests.cpu")),
        (hard(cpu="1", pods="2"), {}, (2, "pods")),
        (hard(limits_memory="1Gi"), {}, None),
        (hard(services="0"), {}, None),
    ],
)
def test_how_many_pods_a_quota_lets_in(
    item: dict[str, Any], taken: dict[str, int], left: tuple[int, str] | None
) -> None:
    assert quota.pods_left(item, taken, quota.usage({"cpu": 300}, {})) == left


def test_what_a_quota_counts_must_be_said_by_every_container() -> None:
    spec = {"containers": [{"name": "a", "resources": {"limits": {"cpu": "1"}}}, {"name": "b"}]}
    assert [reason.text for reason in quota.unsaid(hard(requests_cpu="1"), spec)] == [
        "requests.cpu is required for every container, but b has none"
    ]
    assert list(quota.unsaid(hard(pods="1"), spec)) == []
    assert list(quota.unsaid(hard(cpu="1"), {**spec, "resources": {"requests": {"cpu": "1"}}})) == []


def _affinity(kind: str, term: dict[str, Any], *, preferred: bool = False) -> dict[str, Any]:
    """A pod spec with one term of pod (anti-)affinity."""
    if preferred:
        weighted = {"weight": 1, "podAffinityTerm": term}
        return {"affinity": {kind: {"preferredDuringSchedulingIgnoredDuringExecution": [weighted]}}}
    return {"affinity": {kind: {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}}


@pytest.mark.parametrize(
    "scopes, selector, spec, requests, counts",
    [
        (["BestEffort"], [], {}, {}, True),
        (["BestEffort"], [], {}, {"cpu": 1}, False),
        (["NotBestEffort"], [], {}, {"cpu": 1}, True),
        (["NotTerminating"], [], {}, {}, True),
        (["Terminating"], [], {}, {}, False),
        ([], [("PriorityClass", "In", ["high"])], {"priorityClassName": "high"}, {}, True),
        ([], [("PriorityClass", "NotIn", ["high"])], {"priorityClassName": "high"}, {}, False),
        ([], [("PriorityClass", "Exists", [])], {}, {}, False),
        ([], [("BestEffort", "Exists", [])], {}, {}, True),
        (["CrossNamespacePodAffinity"], [], {}, {}, False),
        (["CrossNamespacePodAffinity"], [], _affinity("podAffinity", {"topologyKey": "zone"}), {}, False),
        (["CrossNamespacePodAffinity"], [], _affinity("podAffinity", {"namespaces": ["x"]}), {}, True),
        (["CrossNamespacePodAffinity"], [], _affinity("podAffinity", {"namespaces": []}), {}, False),
        (
            ["CrossNamespacePodAffinity"],
            [],
            _affinity("podAntiAffinity", {"namespaceSelector": {}}),
            {},
            True,
        ),
        (
            [],
            [("CrossNamespacePodAffinity", "Exists", [])],
            _affinity("podAntiAffinity", {"namespaces": ["x"]}, preferred=True),
            {},
            True,
        ),
    ],
)
def test_scopes(
    scopes: list[str],
    selector: list[tuple[str, str, list[str]]],
    spec: dict[str, Any],
    requests: dict[str, int],
    *,
    counts: bool,
) -> None:
    expressions = [{"scopeName": name, "operator": how, "values": values} for name, how, values in selector]
    one = {"spec": {"scopes": scopes, "scopeSelector": {"matchExpressions": expressions}}}
    assert quota_scopes.applies(one, spec, requests, {}) is counts
