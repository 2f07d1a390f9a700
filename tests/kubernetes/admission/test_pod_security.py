"""The Pod Security Standards, fault by fault."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.admission.pod_security import policy_of, violations

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
        (pod(volumes=[{"name": "v", "nfs": {}}]), "volume v: nfs is not allowed"),
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
        pod({"runAsNonRoot": None, "runAsUser": 0}, hostUsers=False),
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


def versions_that_refuse(
    spec: dict[str, Any], level: str, versions: tuple[str, ...], **metadata: Any
) -> list[str]:
    return [version for version in versions if violations(metadata, spec, level, version)]


VERSIONS = ("1.18", "1.24", "1.26", "1.28", "1.30", "1.33", "1.34", "1.35", "1.36", "1.37")


@pytest.mark.parametrize(
    "level, spec, refused_until",
    [
        ("baseline", pod(securityContext={"sysctls": [{"name": "net.ipv4.tcp_notsent_lowat"}]}), "1.36"),
        ("baseline", pod(securityContext={"sysctls": [{"name": "net.ipv4.tcp_rmem"}]}), "1.30"),
        ("baseline", pod({"procMount": "Unmasked"}, hostUsers=False), "1.34"),
        ("baseline", pod({"seLinuxOptions": {"type": "container_engine_t"}}), "1.30"),
        ("restricted", pod({"runAsUser": 0}, hostUsers=False), "1.34"),
        ("restricted", pod({"allowPrivilegeEscalation": None}, os={"name": "windows"}), "1.24"),
    ],
)
def test_a_newer_version_lets_more_through(level: str, spec: dict[str, Any], refused_until: str) -> None:
    refused = versions_that_refuse(spec, level, VERSIONS)
    assert refused[-1] == refused_until
    assert "1.37" not in refused


def test_a_newer_version_checks_more() -> None:
    probed = pod()
    probed["containers"][0]["livenessProbe"] = {"httpGet": {"host": "10.0.0.1"}}
    assert versions_that_refuse(probed, "baseline", ("1.33", "1.34", "1.37")) == ["1.34", "1.37"]
    unmasked = pod({"procMount": "Unmasked"}, hostUsers=False)
    assert versions_that_refuse(unmasked, "restricted", ("1.34", "1.35", "1.37")) == ["1.34", "1.35", "1.37"]


def test_old_versions_look_at_annotations_for_seccomp() -> None:
    annotations = {"seccomp.security.alpha.kubernetes.io/pod": "unconfined"}
    refused = versions_that_refuse(pod(), "baseline", ("1.18", "1.19"), annotations=annotations)
    assert refused == ["1.18"]


@pytest.mark.parametrize(
    "pinned, version, shown",
    [
        ("v1.33", "1.33", "baseline (version 1.33)"),
        ("latest", "1.36", "baseline"),
        ("", "1.36", "baseline"),
        ("v1.99", "1.36", "baseline"),
        ("1.33", "1.36", "baseline"),
    ],
)
def test_a_namespace_may_pin_the_version(pinned: str, version: str, shown: str) -> None:
    labels = {
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/enforce-version": pinned,
    }
    policy = policy_of({"metadata": {"labels": labels}}, "enforce", "1.36")
    assert (policy.level, policy.version, str(policy)) == ("baseline", version, shown)


def test_single_controls_can_be_asked_for() -> None:
    spec = pod({"privileged": True}, hostNetwork=True)
    refused = violations({}, spec, "restricted", controls=["hostNamespaces"])
    assert [refusal.text for refusal in refused] == ["hostNetwork is not allowed"]
