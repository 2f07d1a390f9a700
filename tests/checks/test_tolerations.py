"""What tolerations mean to each other, held against trying every taint."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.checks.placement.tolerations import covers
from dslint.kubernetes.taints import EFFECTS, NO_EXECUTE, Taint, tolerates
from tests.checks.subjects import daemonset, hits

Toleration = dict[str, Any]

TAINTS = [Taint(key, value, effect) for key in "abc" for value in ("", "v", "w", "z") for effect in EFFECTS]
"""`c` and `z` stand for every key and value that no toleration names."""


def made(key: str, value: str | None, effect: str, seconds: int | None) -> Toleration:
    toleration: Toleration = {"operator": "Exists"} if value is None or not key else {"value": value}
    toleration |= {"key": key} if key else {}
    toleration |= {"effect": effect} if effect else {}
    return toleration | (
        {"tolerationSeconds": seconds} if effect == NO_EXECUTE and seconds is not None else {}
    )


tolerations = st.builds(
    made,
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([None, "", "v", "w"]),
    st.sampled_from(["", *EFFECTS]),
    st.sampled_from([None, 30, 60]),
)


@given(tolerations, tolerations)
def test_covers_means_every_taint_of_the_other(one: Toleration, other: Toleration) -> None:
    every = all(tolerates(one, taint) for taint in TAINTS if tolerates(other, taint))
    assert covers(one, other) == every


def stays(pod: list[Toleration], taint: Taint) -> Any:
    """How long a pod stays beside this taint: the first one that matches says it; False: not at all."""
    first = next((toleration for toleration in pod if tolerates(toleration, taint)), None)
    return False if first is None else first.get("tolerationSeconds") if taint.effect == NO_EXECUTE else None


@given(st.lists(tolerations, max_size=5), st.booleans())
def test_a_superfluous_toleration_can_go_without_any_change(pod: list[Toleration], same: object) -> None:
    for hit in hits("toleration-shadowed", {"same": same}, daemonset({"tolerations": pod})):
        place = hit.path[-1]
        assert isinstance(place, int)
        left = pod[:place] + pod[place + 1 :]
        assert [stays(left, taint) for taint in TAINTS] == [stays(pod, taint) for taint in TAINTS]


@given(st.lists(tolerations, max_size=5))
def test_no_two_tolerations_call_each_other_superfluous(pod: list[Toleration]) -> None:
    """All that is reported may be removed together."""
    places = {
        hit.path[-1]
        for same in (True, False)
        for hit in hits("toleration-shadowed", {"same": same}, daemonset({"tolerations": pod}))
    }
    left = [toleration for place, toleration in enumerate(pod) if place not in places]
    assert [stays(left, taint) for taint in TAINTS] == [stays(pod, taint) for taint in TAINTS]


LOOPS = [
    ("counts", [{"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5}], [0]),
    ("zero is at once", [{"key": "a", "value": "v", "effect": "NoExecute", "tolerationSeconds": 0}], [0]),
    (
        "the controller overwrites it",
        [
            {
                "key": "node.kubernetes.io/not-ready",
                "operator": "Exists",
                "effect": "NoExecute",
                "tolerationSeconds": 5,
            }
        ],
        [],
    ),
    (
        "written with Equal it is not overwritten",
        [{"key": "node.kubernetes.io/not-ready", "effect": "NoExecute", "tolerationSeconds": 5}],
        [0],
    ),
    (
        "an earlier one counts",
        [
            {"operator": "Exists"},
            {"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5},
        ],
        [],
    ),
    (
        "a later one does not",
        [
            {"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5},
            {"operator": "Exists"},
        ],
        [0],
    ),
    ("without seconds", [{"key": "a", "operator": "Exists", "effect": "NoExecute"}], []),
]


@pytest.mark.parametrize("pod,places", [case[1:] for case in LOOPS], ids=[case[0] for case in LOOPS])
def test_seconds_loop_only_where_they_count(pod: list[Toleration], places: list[int]) -> None:
    found = [hit.path[-2] for hit in hits("toleration-seconds-loop", {}, daemonset({"tolerations": pod}))]
    assert found == places


AUTOMATIC = [
    ({"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"}, False, True),
    ({"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"}, False, True),
    ({"key": "node.kubernetes.io/not-ready", "effect": "NoExecute", "tolerationSeconds": 5}, False, False),
    ({"key": "node.kubernetes.io/not-ready", "value": "true", "effect": "NoExecute"}, False, False),
    ({"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoSchedule"}, False, False),
    ({"key": "node.kubernetes.io/not-ready", "operator": "Exists"}, False, False),
    (
        {"key": "node.kubernetes.io/network-unavailable", "operator": "Exists", "effect": "NoSchedule"},
        False,
        False,
    ),
    (
        {"key": "node.kubernetes.io/network-unavailable", "operator": "Exists", "effect": "NoSchedule"},
        True,
        True,
    ),
]


@pytest.mark.parametrize("toleration,host_network,found", AUTOMATIC)
def test_repeats_an_automatic_one(toleration: Toleration, host_network: object, found: object) -> None:
    pod = {"tolerations": [toleration], "hostNetwork": host_network}
    assert bool(list(hits("toleration-automatic", {}, daemonset(pod)))) == found
