"""The Pod Security Standards, fault by fault."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.admission.pod_security import violations

SAFE: dict[str, Any] = {
    "allowPrivilegeEscalation": False,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def pod(context: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    container = {"name": "c", "securityContext": {**SAFE, **(context or {})}}
    return {"containers": [container], **spec}


def found(spec: dict[str, Any], level: str, **metadata: Any) -> list[str]:
    return [violation.text for violation in violations(metadata, spec, level)]


def test_a_pod_that_does_everything_right_passes_every_level() -> None:
    assert found(pod(), "restricted") == []
    assert found(pod(volumes=[{"name": "v", "configMap": {}}]), "restricted") == []


@pytest.mark.parametrize(
    "spec, words",
    [
        (pod(hostNetwork=True), "hostNetwork is not allowed"),
        (pod(hostPID=True), "hostPID is not allowed"),
        (pod(hostIPC=True), "hostIPC is not allowed"),
        (pod({"privileged": True}), "a privileged container is not allowed"),
        (pod({"windowsOptions": {"hostProcess": True}}), "a host process is not allowed"),
        (
            pod({"capabilities": {"add": ["SYS_ADMIN"], "drop": ["ALL"]}}),
            "capability SYS_ADMIN is not allowed",
        ),
        (pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}]), "volume v: hostPath is not allowed"),
        ({"containers": [{"ports": [{"hostPort": 80}]}]}, "host port 80 is not allowed"),
        ({"initContainers": [{"ports": [{"hostPort": 80}]}]}, "host port 80 is not allowed"),
        (
            {"containers": [{"livenessProbe": {"httpGet": {"host": "10.0.0.1"}}}]},
            "a host in a probe or hook is not allowed",
        ),
        (pod({"seccompProfile": {"type": "Unconfined"}}), "seccompProfile Unconfined is not allowed"),
        (pod({"appArmorProfile": {"type": "Unconfined"}}), "appArmorProfile Unconfined is not allowed"),
        (pod({"seLinuxOptions": {"type": "spc_t"}}), "SELinux type spc_t is not allowed"),
        (pod({"seLinuxOptions": {"user": "u"}}), "an SELinux user is not allowed"),
        (pod({"procMount": "Unmasked"}), "procMount Unmasked is not allowed"),
        (
            pod(securityContext={"sysctls": [{"name": "kernel.msgmax"}]}),
            "sysctl kernel.msgmax is not allowed",
        ),
    ],
)
def test_what_baseline_refuses(spec: dict[str, Any], words: str) -> None:
    assert words in found(spec, "baseline")
    assert words in found(spec, "restricted")
    assert found(spec, "privileged") == []


@pytest.mark.parametrize(
    "spec, words",
    [
        (pod({"allowPrivilegeEscalation": None}), "allowPrivilegeEscalation must be false"),
        (pod({"runAsNonRoot": None}), "runAsNonRoot must be true"),
        (pod({"runAsNonRoot": False}), "runAsNonRoot must be true"),
        (pod({"runAsUser": 0}), "runAsUser must not be 0"),
        (pod({"seccompProfile": None}), "seccompProfile.type must be RuntimeDefault or Localhost"),
        (pod({"capabilities": {}}), "capabilities.drop must hold ALL"),
        (pod({"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}), "capability CHOWN is not allowed"),
        (pod(volumes=[{"name": "v", "nfs": {}}]), "volume v is of a kind that is not allowed"),
    ],
)
def test_what_only_restricted_refuses(spec: dict[str, Any], words: str) -> None:
    assert found(spec, "baseline") == []
    assert words in found(spec, "restricted")


@pytest.mark.parametrize(
    "spec",
    [
        pod({"runAsNonRoot": None}, securityContext={"runAsNonRoot": True}),
        pod({"seccompProfile": None}, securityContext={"seccompProfile": {"type": "Localhost"}}),
        pod({"runAsNonRoot": None, "runAsUser": 0, "procMount": "Unmasked"}, hostUsers=False),
        pod({"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}),
        pod(
            {"allowPrivilegeEscalation": None, "capabilities": {}, "seccompProfile": None},
            os={"name": "windows"},
        ),
    ],
)
def test_what_restricted_lets_through(spec: dict[str, Any]) -> None:
    assert found(spec, "restricted") == []


def test_an_annotation_can_carry_an_apparmor_profile() -> None:
    key = "container.apparmor.security.beta.kubernetes.io/c"
    assert found(pod(), "baseline", annotations={key: "unconfined"}) != []
    assert found(pod(), "baseline", annotations={key: "runtime/default"}) == []


def test_a_refusal_knows_its_field() -> None:
    (one,) = violations({}, pod({"privileged": True}), "baseline")
    assert one.path == ("containers", 0, "securityContext", "privileged")


def test_a_level_that_does_not_exist_refuses_nothing() -> None:
    assert found(pod(hostNetwork=True), "strict") == []
    assert found(pod(hostNetwork=True), "") == []
