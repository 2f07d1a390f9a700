from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.kubernetes.amounts import amount, exact, shown
from dslint.kubernetes.requests import effective_requests

MI = 1 << 20


def container(restart: str | None = None, limits: Any = None, **requests: str) -> dict[str, Any]:
    found: dict[str, Any] = {"resources": {"requests": requests, "limits": limits}}
    return found | ({"restartPolicy": restart} if restart else {})


@pytest.mark.parametrize(
    "spec, expected",
    [
        (
            {"containers": [container(cpu="100m"), container(cpu="0.2", memory="1Mi")]},
            {"cpu": 300, "memory": MI},
        ),
        ({"containers": [container(limits={"cpu": "1"}, memory="1Mi")]}, {"cpu": 1000, "memory": MI}),
        ({"containers": [container(limits={"cpu": "1"}, cpu="1m")]}, {"cpu": 1}),
        ({"containers": [container(cpu="100m")], "initContainers": [container(cpu="300m")]}, {"cpu": 300}),
        (
            {"containers": [container(cpu="100m")], "initContainers": [container("Always", cpu="300m")]},
            {"cpu": 400},
        ),
        (
            {
                "containers": [container(cpu="100m")],
                "initContainers": [
                    container("Always", cpu="50m"),
                    container(cpu="200m"),
                    container("Always", cpu="1m"),
                ],
            },
            {"cpu": 250},
        ),
        (
            {
                "containers": [container(cpu="100m")],
                "initContainers": [container(cpu="200m"), container("Always", cpu="150m")],
            },
            {"cpu": 250},
        ),
        (
            {"containers": [container(cpu="100m")], "overhead": {"cpu": "50m", "memory": "1Mi"}},
            {"cpu": 150, "memory": MI},
        ),
        ({"containers": [container(cpu="100m")], "resources": {"requests": {"cpu": "1"}}}, {"cpu": 1000}),
        ({"containers": [container(cpu="100m")], "resources": {"limits": {"cpu": "1"}}}, {"cpu": 100}),
        ({"containers": [container()], "resources": {"limits": {"cpu": "1", "x.y/z": "1"}}}, {"cpu": 1000}),
        (
            {"containers": [container(**{"hugepages-2Mi": "4Mi"})], "resources": {"requests": {"cpu": "1"}}},
            {"cpu": 1000, "hugepages-2Mi": 4 * MI},
        ),
        ({"containers": [container(cpu="0.1m", memory="1.5")]}, {"cpu": 1, "memory": 2}),
        ({"containers": [container(cpu="much")]}, {}),
        ({"containers": None}, {}),
        ({}, {}),
    ],
)
def test_what_the_scheduler_reserves(spec: dict[str, Any], expected: dict[str, int]) -> None:
    assert effective_requests(spec) == expected


@given(
    st.lists(st.integers(0, 500), max_size=4),
    st.lists(st.tuples(st.booleans(), st.integers(0, 500)), max_size=4),
)
def test_against_walking_through_the_life_of_a_pod(steady: list[int], init: list[tuple[bool, int]]) -> None:
    """At every moment: what runs for good so far, and the one init container that runs now."""
    running, most = 0, 0
    for stays, number in init:
        most = max(most, running + number)
        running += number if stays else 0
    most = max(most, running + sum(steady))
    spec = {
        "containers": [container(cpu=f"{number}m") for number in steady],
        "initContainers": [
            container("Always" if stays else None, cpu=f"{number}m") for stays, number in init
        ],
    }
    assert effective_requests(spec).get("cpu", 0) == most


@pytest.mark.parametrize(
    "resource, number, words",
    [
        ("cpu", 350, "350m"),
        ("cpu", 4000, "4"),
        ("memory", 256 * MI, "256Mi"),
        ("memory", 1536 * MI, "1.5Gi"),
        ("memory", 0, "0"),
        ("memory", 1000, "1000"),
        ("nvidia.com/gpu", 3, "3"),
        ("pods", 110, "110"),
    ],
)
def test_amounts_as_people_write_them(resource: str, number: int, words: str) -> None:
    assert shown(resource, number) == words


@given(st.sampled_from(["cpu", "memory", "pods", "x.y/z", "hugepages-2Mi"]), st.integers(0, 1 << 50))
def test_exact_amounts_are_read_back(resource: str, number: int) -> None:
    assert amount(resource, exact(resource, number)) == number


@pytest.mark.parametrize("quantity", [None, [], {}, "x", ""])
def test_what_is_no_quantity_is_no_amount(quantity: Any) -> None:
    assert amount("cpu", quantity) is None
