from __future__ import annotations

import pytest

from dslint.kubernetes.taints import (
    Taint,
    daemon_pod_tolerations,
    implied_taints,
    is_tolerated,
    tolerates,
    untolerated,
)

GPU = Taint("nvidia.com/gpu", "present", "NoSchedule")


@pytest.mark.parametrize(
    "toleration, taint, covered",
    [
        ({"key": "nvidia.com/gpu", "operator": "Exists"}, GPU, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}, GPU, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoExecute"}, GPU, False),
        ({"key": "nvidia.com/gpu", "value": "present"}, GPU, True),
        ({"key": "nvidia.com/gpu", "operator": "Equal", "value": "present"}, GPU, True),
        ({"key": "nvidia.com/gpu", "operator": "Equal", "value": "absent"}, GPU, False),
        ({"key": "nvidia.com/gpu", "operator": "Equal"}, GPU, False),
        ({"key": "other", "operator": "Exists"}, GPU, False),
        ({"operator": "Exists"}, GPU, True),
        ({"operator": "Exists", "effect": "NoExecute"}, GPU, False),
        ({"key": "a"}, Taint("a", "", "NoSchedule"), True),
        ({"value": "present"}, GPU, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists", "value": "ignored"}, GPU, True),
        ({"key": "size", "operator": "Gt", "value": "1"}, Taint("size", "5", "NoSchedule"), False),
        ({"key": "size", "operator": "Lt", "value": "9"}, Taint("size", "5", "NoSchedule"), False),
        ({"key": "a", "operator": "exists"}, Taint("a", "", "NoSchedule"), False),
        ({"key": "a", "operator": "Exists", "tolerationSeconds": 0}, Taint("a", "", "NoExecute"), True),
    ],
)
def test_one_toleration_covers_one_taint(toleration: dict[str, str], taint: Taint, *, covered: bool) -> None:
    assert tolerates(toleration, taint) is covered


def test_a_taint_that_only_prefers_keeps_nobody_away() -> None:
    taints = (Taint("a", "", "PreferNoSchedule"), Taint("b", "", "NoExecute"))
    assert untolerated(taints, ()) == (taints[1],)


@pytest.mark.parametrize(
    "taint, host_network, tolerated",
    [
        ("node.kubernetes.io/not-ready:NoExecute", False, True),
        ("node.kubernetes.io/not-ready:NoSchedule", False, False),
        ("node.kubernetes.io/unreachable:NoExecute", False, True),
        ("node.kubernetes.io/unreachable:NoSchedule", False, False),
        ("node.kubernetes.io/disk-pressure:NoSchedule", False, True),
        ("node.kubernetes.io/disk-pressure:NoExecute", False, False),
        ("node.kubernetes.io/memory-pressure:NoSchedule", False, True),
        ("node.kubernetes.io/pid-pressure:NoSchedule", False, True),
        ("node.kubernetes.io/unschedulable:NoSchedule", False, True),
        ("node.kubernetes.io/network-unavailable:NoSchedule", False, False),
        ("node.kubernetes.io/network-unavailable:NoSchedule", True, True),
        ("node.kubernetes.io/out-of-service:NoExecute", True, False),
        ("node-role.kubernetes.io/control-plane:NoSchedule", True, False),
    ],
)
def test_what_every_daemonset_pod_tolerates(taint: str, *, host_network: bool, tolerated: bool) -> None:
    key, effect = taint.split(":")
    tolerations = daemon_pod_tolerations({"hostNetwork": host_network})
    assert is_tolerated(Taint(key, "", effect), tolerations) is tolerated


def test_an_own_toleration_that_differs_in_seconds_only_gives_way() -> None:
    own = {
        "key": "node.kubernetes.io/not-ready",
        "operator": "Exists",
        "effect": "NoExecute",
        "tolerationSeconds": 60,
    }
    tolerations = daemon_pod_tolerations({"tolerations": [own]})
    assert tolerations[0] == {key: own[key] for key in ("key", "operator", "effect")}
    assert len(tolerations) == 6


def test_an_own_toleration_with_another_effect_stays_in_front() -> None:
    own = {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "tolerationSeconds": 0}
    tolerations = daemon_pod_tolerations({"tolerations": [own]})
    assert tolerations[0] == own
    assert len(tolerations) == 7


def test_what_is_no_list_of_tolerations_counts_as_none() -> None:
    assert len(daemon_pod_tolerations({"tolerations": None})) == 6
    assert len(daemon_pod_tolerations({"tolerations": ["Exists"]})) == 6


@pytest.mark.parametrize(
    "condition, taints",
    [
        (
            ("Ready", "False"),
            ["node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute"],
        ),
        (
            ("Ready", "Unknown"),
            ["node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute"],
        ),
        (("Ready", "True"), []),
        (("DiskPressure", "True"), ["node.kubernetes.io/disk-pressure:NoSchedule"]),
        (("DiskPressure", "Unknown"), []),
        (("NetworkUnavailable", "True"), ["node.kubernetes.io/network-unavailable:NoSchedule"]),
    ],
)
def test_taints_that_follow_from_a_condition(condition: tuple[str, str], taints: list[str]) -> None:
    assert [str(taint) for taint in implied_taints([condition], unschedulable=False)] == taints


def test_a_cordon_is_a_taint() -> None:
    assert [str(taint) for taint in implied_taints([], unschedulable=True)] == [
        "node.kubernetes.io/unschedulable:NoSchedule"
    ]


def test_taints_are_written_as_kubectl_does() -> None:
    assert str(GPU) == "nvidia.com/gpu=present:NoSchedule"
    assert str(Taint("a", "", "NoExecute")) == "a:NoExecute"
