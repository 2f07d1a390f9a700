"""One DaemonSet in plain words: every field that matters changes a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.planner.describe import describe


def said(topic: str, pod_spec: dict[str, Any] | None = None, **spec: Any) -> str:
    """The sentence on one topic, or "" if nothing is said."""
    manifest = {"spec": {**spec, "template": {"spec": pod_spec or {}}}}
    return next((entry.text for entry in describe(manifest) if entry.topic == topic), "")


def affinity(*terms: dict[str, Any]) -> dict[str, Any]:
    required = {"nodeSelectorTerms": list(terms)}
    return {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}}


def expressions(*parts: tuple[str, str, list[str]]) -> dict[str, Any]:
    return {
        "matchExpressions": [
            {"key": key, "operator": operator, "values": values} for key, operator, values in parts
        ]
    }


EXISTS_ALL = {"tolerations": [{"operator": "Exists"}]}
PORTS = {
    "containers": [
        {
            "ports": [
                {"containerPort": 9100, "hostPort": 9100},
                {"containerPort": 1, "hostPort": 2, "hostIP": "127.0.0.1", "protocol": "UDP"},
            ]
        }
    ]
}

ANY_OTHER = "any node with another taint of effect NoSchedule or NoExecute"
DRAIN = "kubectl drain leaves its pods in place, and aborts without --ignore-daemonsets."

WORDS = [
    ("runs on", {}, "Every node."),
    ("runs on", {"nodeSelector": {"kubernetes.io/os": "linux"}}, "Every Linux node."),
    (
        "runs on",
        {"nodeSelector": {"kubernetes.io/os": "windows", "pool": "a"}},
        "Every Windows node whose label pool is a.",
    ),
    ("runs on", {"nodeSelector": {"edge": ""}}, 'Every node whose label edge is "".'),
    ("runs on", {"nodeName": "n1"}, "The node n1 only (nodeName). It bypasses the scheduler."),
    ("runs on", affinity({}), "Every node with a required node affinity that no node can satisfy."),
    (
        "runs on",
        affinity(expressions(("zone", "In", ["a", "b"]), ("gpu", "DoesNotExist", []))),
        "Every node whose label zone is a or b and without a label gpu.",
    ),
    (
        "runs on",
        affinity(expressions(("zone", "NotIn", ["a"])), expressions(("cores", "Gt", ["8"]))),
        "Every node either whose label zone is not a, or whose label cores is above 8.",
    ),
    (
        "tolerates",
        {},
        "Only what every DaemonSet pod tolerates: nodes cordoned, under pressure or no longer ready.",
    ),
    (
        "tolerates",
        EXISTS_ALL,
        "Every taint, present or future, so it runs on every node that the line above allows.",
    ),
    (
        "tolerates",
        {
            "tolerations": [
                {"key": "gpu", "operator": "Equal", "value": "yes", "effect": "NoSchedule"},
                {"key": "x"},
            ]
        },
        "gpu=yes:NoSchedule; x without a value of any effect. Also what every DaemonSet pod tolerates.",
    ),
    ("not on", EXISTS_ALL, ""),
    (
        "not on",
        {
            "tolerations": [
                {"operator": "Exists", "effect": "NoExecute"},
                {"key": "nvidia.com/gpu", "operator": "Exists"},
            ]
        },
        f"Control-plane nodes as kubeadm sets them up; {ANY_OTHER}.",
    ),
    (
        "NotReady",
        EXISTS_ALL,
        "It also runs on nodes that are not ready, so new nodes get it at once.",
    ),
    ("reached", {}, "Only at the addresses of its pods; it has no host port."),
    (
        "reached",
        {"hostNetwork": True},
        "On the host network, at the ports that it opens; the manifest declares none.",
    ),
    ("reached", PORTS, "At NodeIP:9100 (TCP), 127.0.0.1:2 (UDP); no other pod can use that port on a node."),
    (
        "asks for",
        {"containers": [{"resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}]},
        "100m cpu, 128Mi memory on every node.",
    ),
    (
        "asks for",
        {},
        "Nothing: it fits on every node with room for one more pod, and is evicted first under pressure.",
    ),
    (
        "priority",
        {"priorityClassName": "system-node-critical"},
        "system-node-critical: it preempts other pods on a full node and is not evicted under pressure.",
    ),
    (
        "drain",
        {"volumes": [{"emptyDir": {}}]},
        f"{DRAIN} Its emptyDir needs no --delete-emptydir-data.",
    ),
]


@pytest.mark.parametrize("topic, pod_spec, words", WORDS)
def test_the_pod_template_in_words(topic: str, pod_spec: dict[str, Any], words: str) -> None:
    assert said(topic, pod_spec) == words


UPDATES = [
    ({}, "The old pod is deleted before the new one is created, on one node at a time."),
    ({"type": "OnDelete"}, "OnDelete: a new template reaches a node when somebody deletes the pod there."),
    (
        {"rollingUpdate": {"maxUnavailable": "10%"}},
        "The old pod is deleted before the new one is created, on 10% of its nodes (rounded up) at a time.",
    ),
    (
        {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 3}},
        "The new pod starts beside the old one, on 3 nodes at a time.",
    ),
]


@pytest.mark.parametrize("strategy, words", UPDATES)
def test_the_update_in_words(strategy: dict[str, Any], words: str) -> None:
    assert said("updates", updateStrategy=strategy) == words


def test_min_ready_seconds_are_a_pause() -> None:
    assert said("updates", minReadySeconds=30).endswith(
        "on one node at a time, each ready for 30 s before the next."
    )


def advanced(topic: str, **rolling: Any) -> str:
    """The sentence on one topic about a DaemonSet of OpenKruise."""
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, **rolling}}
    spec = {"updateStrategy": strategy, "scaleStrategy": {"partitionedScaling": True}, "template": {}}
    told = describe({"apiVersion": "apps.kruise.io/v1beta1", "spec": spec})
    return next(entry.text for entry in told if entry.topic == topic)


@pytest.mark.parametrize(
    "rolling, ending",
    [
        ({}, "Nodes are updated by name, last first."),
        ({"paused": True}, "It is paused: no pod is updated."),
        (
            {"selector": {"matchLabels": {"a": "b"}}},
            "Nodes are updated by name, last first, and only those that its selector matches.",
        ),
        (
            {"partition": 1},
            "Nodes are updated by name, last first. One node keeps the old pod, or gets none if it has none.",
        ),
        (
            {"partition": "50%", "rollingUpdateType": "InPlaceIfPossible"},
            (
                "Nodes are updated by name, last first. 50% of its nodes (rounded down) keep the old pod, "
                "or get none if they have none. "
                "If only images, labels or annotations change, pods stay and containers restart."
            ),
        ),
    ],
)
def test_the_fields_of_openkruise_are_told(rolling: dict[str, Any], ending: str) -> None:
    start = "The old pod is deleted before the new one is created, on one node at a time. "
    assert advanced("updates", **rolling) == start + ending


def test_kubectl_drain_does_not_know_a_daemonset_of_openkruise() -> None:
    assert advanced("drain") == (
        "kubectl drain stops at its pods: it looks for a DaemonSet of apps/v1 and finds none. "
        "With --force it evicts them, and they are recreated."
    )
