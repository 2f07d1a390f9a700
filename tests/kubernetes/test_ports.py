from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.ports import HostPort, conflicting, host_ports


def pod(*ports: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"containers": [{"ports": list(ports)}], **more}


@pytest.mark.parametrize(
    "spec, ports",
    [
        (pod({"containerPort": 80, "hostPort": 8080}), ["8080/TCP"]),
        (pod({"containerPort": 80}), []),
        (pod({"containerPort": 80, "hostPort": 0}), []),
        (pod({"containerPort": 80}, hostNetwork=True), ["80/TCP"]),
        (
            pod({"containerPort": 53, "hostPort": 53, "protocol": "UDP", "hostIP": "10.0.0.1"}),
            ["10.0.0.1:53/UDP"],
        ),
        ({"initContainers": [{"ports": [{"hostPort": 1}]}]}, []),
        ({"initContainers": [{"restartPolicy": "Always", "ports": [{"hostPort": 1}]}]}, ["1/TCP"]),
        (
            {"initContainers": [{"ports": []}, {"restartPolicy": "Always", "ports": [{"hostPort": 1}]}]},
            ["1/TCP"],
        ),
        (pod({"hostPort": "80"}), []),
        (pod({"hostPort": True}), []),
        ({"containers": None}, []),
    ],
)
def test_ports_that_a_pod_takes_on_its_node(spec: dict[str, Any], ports: list[str]) -> None:
    assert [str(port) for port in host_ports(spec)] == ports


def test_a_port_knows_its_field() -> None:
    (port,) = host_ports(pod({"containerPort": 80}, hostNetwork=True))
    assert port.path == ("containers", 0, "ports", 0, "containerPort")


ANY = "0.0.0.0"  # noqa: S104 - nothing is bound


@pytest.mark.parametrize(
    "one, other, conflict",
    [
        (("TCP", ANY, 80), ("TCP", ANY, 80), True),
        (("TCP", ANY, 80), ("UDP", ANY, 80), False),
        (("TCP", ANY, 80), ("TCP", ANY, 81), False),
        (("TCP", ANY, 80), ("TCP", "10.0.0.1", 80), True),
        (("TCP", "10.0.0.2", 80), ("TCP", "10.0.0.1", 80), False),
        (("TCP", "::", 80), ("TCP", "10.0.0.1", 80), False),
    ],
)
def test_two_ports_on_one_node(
    one: tuple[str, str, int], other: tuple[str, str, int], *, conflict: bool
) -> None:
    assert HostPort(*one).conflicts_with(HostPort(*other)) is conflict
    assert HostPort(*other).conflicts_with(HostPort(*one)) is conflict
    assert bool(conflicting([HostPort(*one)], [HostPort(*other)])) is conflict
