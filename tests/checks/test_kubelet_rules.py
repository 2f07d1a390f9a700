"""What the kubelet and commands do not do: near misses and edges that the examples of the rules leave out."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.checks.base import Hit
from dslint.checks.table import CHECKS
from dslint.linter.rulebook import rule
from dslint.values.path import field_text
from tests.checks.subjects import daemonset, subject_of

POD = "spec.template.spec."


def hits(name: str, pod: dict[str, Any], version: str = "1.37") -> list[Hit]:
    """What a rule finds in a pod spec; its texts can be filled in."""
    known = rule(name)
    assert known is not None
    assert known.check is not None
    subject = subject_of(daemonset(pod))._replace(version=version)
    found_hits = list(CHECKS[known.check](subject, known.params))
    for hit in found_hits:
        for template in (known.message, known.result, known.write, known.note):
            template.format_map(hit.values)
    return found_hits


def found(name: str, pod: dict[str, Any], version: str = "1.37") -> list[str]:
    """The places that a rule finds in a pod spec, below it."""
    return [field_text(hit.path).removeprefix(POD) for hit in hits(name, pod, version)]


def container(**fields: Any) -> dict[str, Any]:
    return {"containers": [{"name": "agent", "image": "example.com/agent:1", **fields}]}


NON_ROOT = [
    ({"runAsNonRoot": True}, {"runAsUser": 0}, ["containers[0].securityContext.runAsUser"]),
    ({"runAsUser": 0}, {"runAsNonRoot": True}, ["securityContext.runAsUser"]),
    ({"runAsNonRoot": True, "runAsUser": 0}, {"runAsUser": 7}, []),
    ({"runAsNonRoot": True}, {"runAsNonRoot": False, "runAsUser": 0}, []),
    ({"runAsNonRoot": True}, {"runAsUser": False}, []),
    ({}, {"runAsUser": 0}, []),
]


@pytest.mark.parametrize("of_pod,own,expected", NON_ROOT)
def test_root_where_it_is_forbidden(of_pod: Any, own: Any, expected: list[str]) -> None:
    pod = {"securityContext": of_pod, **container(securityContext=own)}
    assert found("non-root-uid-zero", pod) == expected


@pytest.mark.parametrize(
    "name,version,expected",
    [
        ("net.core.somaxconn", "1.37", True),
        ("net/core/somaxconn", "1.37", True),
        ("net/ipv4/tcp_syncookies", "1.34", False),
        ("net.ipv4.tcp_notsent_lowat", "1.36", True),
        ("net.ipv4.tcp_notsent_lowat", "1.37", False),
    ],
)
def test_sysctls_are_safe_since_a_version(name: str, version: str, expected: object) -> None:
    pod = {"securityContext": {"sysctls": [{"name": name, "value": "1"}]}}
    assert bool(found("unsafe-sysctl", pod, version)) == expected


COMMANDS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("command-in-one-string", {"command": ["/bin/agent --v=1"]}, ["containers[0].command[0]"]),
    ("command-in-one-string", {"args": ["--one two"]}, []),
    ("command-in-one-string", {"command": ["C:\\Program Files\\agent.exe"]}, []),
    ("command-in-one-string", {"command": ["sh", "-c", "sleep 1 | cat"]}, []),
    (
        "command-in-one-string",
        {"lifecycle": {"postStart": {"exec": {"command": ["touch /run/ready"]}}}},
        ["containers[0].lifecycle.postStart.exec.command[0]"],
    ),
    ("shell-words-apart", {"command": ["sh", "-c", "sleep", "infinity"]}, ["containers[0].command[3]"]),
    ("shell-words-apart", {"command": ["bash", "-ec"], "args": ["run", "-v"]}, ["containers[0].args[1]"]),
    ("shell-words-apart", {"command": ["sh", "-c", "exec $0 $@", "agent", "-v"]}, []),
    ("shell-words-apart", {"command": ["sh", "-c", "echo a; echo b", "sh"]}, []),
    ("shell-words-apart", {"command": ["sh", "-c", "echo a;", "echo b"]}, ["containers[0].command[3]"]),
    ("shell-words-apart", {"command": ["bash", "-c", "--", "mount | grep bpf"]}, []),
    ("shell-words-apart", {"command": ["sh", "/start.sh", "a", "b"]}, []),
    ("option-and-value-together", {"args": ["--config /x.yaml"]}, ["containers[0].args[0]"]),
    ("option-and-value-together", {"args": ["--message=two words", "--a b c", "-c print(1)"]}, []),
    ("option-and-value-together", {"command": ["sh", "-c", "--config /x"]}, []),
    ("shell-operator-without-shell", {"command": ["curl", "x", "|", "jq"]}, ["containers[0].command[2]"]),
    ("shell-operator-without-shell", {"command": ["sh", "-c", "a"], "args": ["|"]}, []),
    ("shell-operator-without-shell", {"args": ["-a", "|", "-b"]}, []),
    ("shell-operator-without-shell", {"command": ["nsenter", "-t", "1", "sh", "-c", "a", "&&"]}, []),
]


@pytest.mark.parametrize("name,fields,expected", COMMANDS)
def test_words_that_a_shell_would_have_to_read(name: str, fields: Any, expected: list[str]) -> None:
    assert found(name, container(**fields)) == expected


ENV = [{"name": "HOST", "value": "h"}]
VARIABLES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("shell-variable-without-shell", {"args": ["-a=${HOST}"], "env": ENV}, ["containers[0].args[0]"]),
    ("shell-variable-without-shell", {"args": ["-a=$HOST"], "env": ENV}, ["containers[0].args[0]"]),
    ("shell-variable-without-shell", {"args": ["-a=${OTHER}", "$$HOST", "$HOSTS"], "env": ENV}, []),
    ("shell-variable-without-shell", {"command": ["sh", "-c", "run ${HOST}"], "env": ENV}, []),
    ("env-undefined", {"args": ["$(HOST)", "$(POD)"], "env": ENV}, ["containers[0].args[1]"]),
    ("env-undefined", {"args": ["$$(POD)"]}, []),
    ("env-undefined", {"args": ["$(POD)"], "envFrom": [{"configMapRef": {"name": "x"}}]}, []),
    ("env-undefined", {"args": ["$(KUBERNETES_SERVICE_HOST)"]}, []),
    ("env-undefined", {"command": ["sh", "-c", "echo $(POD)"]}, []),
    ("env-undefined", {"env": [{"name": "A", "value": "$(date)"}]}, []),
    (
        "env-defined-later",
        {"env": [{"name": "A", "value": "$(B)"}, {"name": "B", "value": "b"}]},
        ["containers[0].env[0].value"],
    ),
    ("env-defined-later", {"env": [{"name": "B", "value": "b"}, {"name": "A", "value": "$(B)"}]}, []),
    ("env-defined-later", {"env": [{"name": "A", "value": "$$(B)"}, {"name": "B", "value": "b"}]}, []),
    ("env-defined-later", {"env": [{"name": "PATH", "value": "$(PATH):/x"}]}, []),
]


@pytest.mark.parametrize("name,fields,expected", VARIABLES)
def test_references_that_are_not_replaced(name: str, fields: Any, expected: list[str]) -> None:
    assert found(name, container(**fields)) == expected


def probe(kind: str = "httpGet", field: str = "readinessProbe", **request: Any) -> dict[str, Any]:
    return {field: {kind: request}}


TCP = [{"name": "web", "containerPort": 80}]
UDP = [{"name": "dns", "containerPort": 53, "protocol": "UDP"}]
PROBES: list[tuple[str, dict[str, Any], bool]] = [
    ("probe-port-missing", {"ports": TCP, **probe(port="wep")}, True),
    ("probe-port-missing", {"ports": TCP, **probe(port="web")}, False),
    ("probe-port-missing", {"ports": TCP, **probe(port="8080")}, False),
    ("probe-port-missing", {"ports": TCP, **probe(port=8080)}, False),
    ("probe-port-udp", {"ports": UDP, **probe("tcpSocket", port=53)}, True),
    ("probe-port-udp", {"ports": UDP, **probe("tcpSocket", port=54)}, False),
    ("probe-port-udp", {"ports": [*UDP, {"containerPort": 53}], **probe("tcpSocket", port=53)}, False),
    ("probe-host-loopback", probe(port=1, host="127.0.0.1"), True),
    ("probe-host-loopback", probe(port=1, host="10.0.0.1"), False),
    ("probe-of-loopback-listener", {"args": ["--listen=127.0.0.1:80"], **probe(port=80)}, True),
    ("probe-of-loopback-listener", {"args": ["--listen", "127.0.0.1:80"], **probe(port=80)}, True),
    (
        "probe-of-loopback-listener",
        {"env": [{"name": "METRICS_ADDR", "value": "localhost:80"}], **probe(port=80)},
        True,
    ),
    (
        "probe-of-loopback-listener",
        {"env": [{"name": "SERVER_URL", "value": "http://localhost:80"}], **probe(port=80)},
        False,
    ),
    ("probe-of-loopback-listener", {"args": ["--listen=127.0.0.1:81"], **probe(port=80)}, False),
    ("probe-of-loopback-listener", {"args": ["--listen=127.0.0.1:80", "--tls=:80"], **probe(port=80)}, False),
    ("probe-of-loopback-listener", {"args": ["--upstream=127.0.0.1:80"], **probe(port=80)}, False),
]


@pytest.mark.parametrize("name,fields,expected", PROBES)
def test_probes_that_look_where_nobody_answers(name: str, fields: Any, expected: object) -> None:
    assert bool(found(name, container(**fields))) == expected


def test_on_the_host_network_the_loopback_is_the_agents_own() -> None:
    fields = {"args": ["--listen=127.0.0.1:80"], **probe(port=80, host="localhost")}
    pod = {"hostNetwork": True, **container(**fields)}
    assert found("probe-host-loopback", pod) == []
    assert found("probe-of-loopback-listener", pod) == []
    to_the_node = {"hostNetwork": True, **container(args=["--listen=127.0.0.1:80"], **probe(port=80))}
    assert found("probe-of-loopback-listener", to_the_node) == ["containers[0].readinessProbe.httpGet.port"]


def test_a_misspelt_variable_is_offered_as_it_is_defined() -> None:
    variable = {"name": "NODE_NAME", "value": "n"}
    (hit,) = hits("env-undefined", container(args=["--node=$(NODENAME)"], env=[variable]))
    assert hit.values["write"] == "$(NODE_NAME)"
    assert [change.text for change in hit.changes] == ["'--node=$(NODE_NAME)'"]


@pytest.mark.parametrize(
    "command,grace,expected",
    [
        (["sleep", "31"], None, True),
        (["sleep", "30"], None, False),
        (["/bin/sleep", "2m"], 100, True),
        (["sh", "-c", "sleep 20; sleep 20"], None, True),
        (["sh", "-c", "asleep 90"], None, False),
        (["sh", "-c", "sleep $TIME"], None, False),
        (["sleep", "99"], 120, False),
    ],
)
def test_a_hook_that_sleeps_too_long(command: list[str], grace: int | None, expected: object) -> None:
    pod = container(lifecycle={"preStop": {"exec": {"command": command}}})
    if grace is not None:
        pod["terminationGracePeriodSeconds"] = grace
    assert bool(found("pre-stop-outlives-grace", pod)) == expected


IMAGES = [
    ("image-invalid", "registry.example/agent:1.2e+06", True),
    ("image-invalid", "registry.example/Agent:1", True),
    ("image-invalid", "https://registry.example/agent:1", True),
    ("image-invalid", "agent:1 ", True),
    ("image-invalid", "registry.example/agent@sha256:12", True),
    ("image-invalid", "registry.example:5000/a/b_c:v1.0-rc.1@sha256:" + "a" * 64, False),
    ("image-invalid", "FILLED BY THE OPERATOR", False),
    ("image-invalid", "agent:${TAG}", False),
    ("image-unrendered", "agent:${TAG}", True),
    ("image-unrendered", "$REGISTRY/agent:1", True),
    ("image-unrendered", "<image>", True),
    ("image-unrendered", "agent:1", False),
    ("registry-retired", "k8s.gcr.io/pause:3.1", True),
    ("registry-retired", "example.com/k8s.gcr.io/pause:3.1", False),
    ("image-tag-floating", "agent:main", True),
    ("image-tag-floating", "agent:v2-latest", True),
    ("image-tag-floating", "agent:latest-arm64", True),
    ("image-tag-floating", "agent:1.2.3-SNAPSHOT", True),
    ("image-tag-floating", "AGENT:latest", False),
    ("image-tag-floating", "agent:maintenance-1", False),
    ("image-tag-floating", "agent:", False),
    ("image-tag-floating", "agent:latest@sha256:" + "a" * 64, False),
]


@pytest.mark.parametrize("name,image,expected", IMAGES)
def test_images(name: str, image: str, expected: object) -> None:
    assert bool(found(name, {"containers": [{"name": "agent", "image": image}]})) == expected


def test_an_image_of_several_containers_is_one_finding() -> None:
    twice = {"containers": [{"name": "a", "image": "x:main"}, {"name": "b", "image": "x:main"}]}
    assert found("image-tag-floating", twice) == ["containers[0].image"]


CAPABILITIES = [
    ("capability-unknown", {"capabilities": {"add": ["CAP_SYS_ADMIN"]}}, True),
    ("capability-unknown", {"capabilities": {"add": ["sys_admin", "ALL"]}}, False),
    ("capability-unknown", {"capabilities": {"drop": ["NETADMIN"]}}, True),
    ("capability-drop-ignored", {"privileged": True, "capabilities": {"drop": ["ALL"]}}, True),
    ("capability-drop-ignored", {"capabilities": {"drop": ["ALL"]}}, False),
    ("capability-without-root", {"runAsUser": 7, "capabilities": {"add": ["SYS_ADMIN"]}}, True),
    ("capability-without-root", {"runAsUser": 7, "capabilities": {"add": ["NET_BIND_SERVICE"]}}, False),
    ("capability-without-root", {"capabilities": {"add": ["SYS_ADMIN"]}}, False),
    ("capability-added", {"capabilities": {"add": ["CHOWN"]}}, False),
    ("capability-added", {"capabilities": {"add": ["SYS_ADMIN"]}}, True),
]


@pytest.mark.parametrize("name,context,expected", CAPABILITIES)
def test_capabilities(name: str, context: Any, expected: object) -> None:
    assert bool(found(name, container(securityContext=context))) == expected
