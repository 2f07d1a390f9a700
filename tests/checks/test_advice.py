"""Where advice must be given and where not: the edges that the examples of the rules leave out."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.checks.table import CHECKS
from dslint.linter.rulebook import rule
from dslint.values.path import field_text
from tests.checks.subjects import daemonset, hits, subject_of


def found(rule_id: str, data: dict[str, Any], *companions: dict[str, Any]) -> list[str]:
    """`field: message`, with the severity where it is not the rule's own."""
    known = rule(rule_id)
    assert known is not None
    assert known.check is not None
    return [
        f"{field_text(hit.path)}: {known.message.format_map(hit.values)}"
        + (f" ({hit.severity})" if hit.severity else "")
        for hit in hits(known.check, known.params, data, *companions)
    ]


def image(reference: object) -> dict[str, Any]:
    return {"containers": [{"name": "agent", "image": reference}]}


IMAGE = "containers[0].image: the image of agent"
IMAGES = [
    ("registry:5000/agent", "has no tag, which means latest"),
    ("registry:5000/agent:1", None),
    ("agent:latest", "has the tag latest"),
    ("agent@sha256:" + "0" * 64, None),
    ("agent:latest@sha256:" + "0" * 64, None),
    ("${REGISTRY}/agent", None),
    ("<image>", None),
    ("", None),
    (5, None),
]


@pytest.mark.parametrize("reference,message", IMAGES)
def test_image_tag_floating(reference: object, message: str | None) -> None:
    expected = [] if message is None else [f"spec.template.spec.{IMAGE} {message}"]
    assert found("image-tag-floating", daemonset(image(reference))) == expected


def rolling(surge: object, kind: str = "RollingUpdate") -> dict[str, Any]:
    return {"updateStrategy": {"type": kind, "rollingUpdate": {"maxSurge": surge}}}


PORTS = {"containers": [{"ports": [{"containerPort": 80}, {"containerPort": 9100, "hostPort": 9100}]}]}
SIDECAR = {"initContainers": [{"restartPolicy": "Always", "ports": [{"containerPort": 1, "hostPort": 9100}]}]}
INIT = {"initContainers": [{"ports": [{"containerPort": 1, "hostPort": 9100}]}]}
SURGES = [
    (PORTS, rolling(1), True),
    (PORTS, rolling("10%"), True),
    (PORTS, rolling(0), False),
    (PORTS, rolling("0%"), False),
    (PORTS, rolling(1, "OnDelete"), False),
    (SIDECAR, rolling(1), True),
    (INIT, rolling(1), False),
    ({"containers": [{"ports": [{"containerPort": 80}]}]}, rolling(1), False),
]


@pytest.mark.parametrize("pod,spec,expected", SURGES)
def test_surge_with_host_port(pod: dict[str, Any], spec: dict[str, Any], expected: object) -> None:
    message = "the new pod cannot get port 9100 while the old one runs"
    place = "spec.updateStrategy.rollingUpdate.maxSurge"
    assert found("surge-with-host-port", daemonset(pod, spec)) == (
        [f"{place}: {message}"] if expected else []
    )


def host(**fields: object) -> dict[str, Any]:
    return {"hostNetwork": True, "dnsPolicy": "ClusterFirst", **fields}


PLACE = "spec.template.spec.dnsPolicy: the pod cannot resolve names of the cluster"
NAMES = [
    (host(), [f"{PLACE} on the host network"]),
    (
        host(containers=[{"args": ["--url=http://logs.monitoring.svc:9200/x"]}]),
        [f"{PLACE} such as logs.monitoring.svc on the host network (warning)"],
    ),
    (
        host(containers=[{"env": [{"name": "HOST", "value": "db.cluster.local"}]}]),
        [f"{PLACE} such as db.cluster.local on the host network (warning)"],
    ),
    (
        host(containers=[{"args": ["--file=/etc/x.svc.conf", "--image=a.svcs"]}]),
        [f"{PLACE} on the host network"],
    ),
    ({"hostNetwork": False, "dnsPolicy": "ClusterFirst"}, []),
    (host(dnsPolicy="Default"), []),
]


@pytest.mark.parametrize("pod,messages", NAMES)
def test_dns_policy_host_network(pod: dict[str, Any], messages: list[str]) -> None:
    assert found("dns-policy-host-network", daemonset(pod)) == messages


def neighbour(pod: dict[str, Any], name: str = "aaa", namespace: str = "default") -> dict[str, Any]:
    data = daemonset(pod, name=name)
    data["metadata"]["namespace"] = namespace
    return data


ON_PORT = {"containers": [{"ports": [{"containerPort": 80, "hostPort": 80}]}]}
COLLISION = "spec.template.spec.containers[0].ports[0].hostPort: port 80 of the node is also wanted by"
COLLISIONS = [
    ("of another name", neighbour(ON_PORT), [f"{COLLISION} default/aaa"]),
    ("of another namespace", neighbour(ON_PORT, namespace="a"), [f"{COLLISION} a/aaa"]),
    ("said in the one whose name comes later", neighbour(ON_PORT, "zzz"), []),
    ("a variant of itself", neighbour(ON_PORT, "agent"), []),
    ("pinned elsewhere", neighbour({**ON_PORT, "nodeSelector": {"pool": "b"}}), []),
    ("another protocol", neighbour({"containers": [{"ports": [{"hostPort": 80, "protocol": "UDP"}]}]}), []),
    (
        "another address",
        neighbour({"containers": [{"ports": [{"hostPort": 80, "hostIP": "10.0.0.1"}]}]}),
        [f"{COLLISION} default/aaa"],
    ),
]


@pytest.mark.parametrize(
    "other,messages", [case[1:] for case in COLLISIONS], ids=[case[0] for case in COLLISIONS]
)
def test_host_port_collision(other: dict[str, Any], messages: list[str]) -> None:
    own = daemonset({**ON_PORT, "nodeSelector": {"pool": "a"}})
    assert found("host-port-collision", own, other) == messages


def controller(kind: str, name: str, labels: dict[str, str], selector: dict[str, Any]) -> dict[str, Any]:
    data = daemonset(name=name)
    data["kind"] = kind
    data["spec"]["selector"] = selector
    data["spec"]["template"]["metadata"]["labels"] = labels
    return data


APP = {"matchLabels": {"app": "agent"}}
OVERLAP = "spec.selector: this selector and that of"
OVERLAPS = [
    (
        [controller("Deployment", "web", {"app": "agent"}, APP)],
        [f"{OVERLAP} Deployment web match each other's pods"],
    ),
    ([controller("Deployment", "web", {"app": "agent", "tier": "b"}, {"matchLabels": {"tier": "b"}})], []),
    ([controller("Job", "once", {"app": "agent"}, APP)], []),
    ([controller("DaemonSet", "zzz", {"app": "agent"}, APP)], []),
    (
        [controller("DaemonSet", f"a{number}", {"app": "agent"}, APP) for number in range(5)],
        [f"{OVERLAP} DaemonSet a0, DaemonSet a1, DaemonSet a2 and 2 more match each other's pods"],
    ),
    ([controller("Deployment", "web", {"app": "agent"}, {"matchExpressions": ["x", {"values": 5}]})], []),
]


@pytest.mark.parametrize("others,messages", OVERLAPS)
def test_selector_overlap(others: list[dict[str, Any]], messages: list[str]) -> None:
    assert found("selector-overlap", daemonset(), *others) == messages


def test_overlap_of_daemonsets_that_never_meet_is_an_info() -> None:
    other = daemonset({"nodeSelector": {"kubernetes.io/arch": "amd64"}}, name="aaa")
    own = daemonset({"nodeSelector": {"kubernetes.io/arch": "arm64"}})
    assert found("selector-overlap", own, other) == [
        f"{OVERLAP} DaemonSet aaa match each other's pods (info)"
    ]


def service(**fields: object) -> dict[str, Any]:
    return {
        "kind": "Service",
        "metadata": {"name": "agent"},
        "spec": {"selector": {"app": "agent"}, **fields},
    }


SERVICES = [
    (service(), True),
    (service(internalTrafficPolicy="Local"), False),
    (service(clusterIP="None"), False),
    (service(type="LoadBalancer"), False),
    (service(selector={"app": "other"}), False),
    (service(selector={}), False),
]


@pytest.mark.parametrize("companion,expected", SERVICES)
def test_service_not_local(companion: dict[str, Any], expected: object) -> None:
    message = "spec.template.metadata.labels: Service agent sends clients to the agent on any node"
    assert found("service-not-local", daemonset(), companion) == ([message] if expected else [])


CHOICES = [
    ({}, True),
    ({"nodeSelector": {"kubernetes.io/os": "linux"}}, True),
    ({"nodeSelector": {"pool": "edge"}}, False),
    ({"nodeName": "worker-1"}, False),
    ({"tolerations": [{"operator": "Exists"}]}, False),
    ({"tolerations": [{"key": "gpu", "operator": "Exists"}]}, True),
]


@pytest.mark.parametrize("fields,expected", CHOICES)
def test_control_plane_excluded(fields: dict[str, Any], expected: object) -> None:
    pod = {"volumes": [{"name": "logs", "hostPath": {"path": "/var/log/"}}], **fields}
    assert bool(found("control-plane-excluded", daemonset(pod))) == expected


def test_a_value_that_is_only_a_default_is_not_reported() -> None:
    """The manifest as stored says OnDelete where extensions/v1beta1 has it as its default."""
    known = rule("update-on-delete")
    assert known is not None
    stored = daemonset(spec={"updateStrategy": {"type": "OnDelete"}})
    subject = subject_of(stored)
    on_delete = CHECKS["update-on-delete"]
    assert len(list(on_delete(subject, known.params))) == 1
    assert list(on_delete(subject._replace(written=daemonset()), known.params)) == []
