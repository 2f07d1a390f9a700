"""What a pod names of other objects, and configuration that does not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from dslint.checks.base import Hit
from dslint.linter.rulebook import rule as rule_of
from tests.checks.subjects import daemonset, hits

Object = dict[str, Any]


def found(rule_id: str, data: Object, *companions: Mapping[str, Any]) -> list[str]:
    """`SEVERITY place: message` of every hit; the place is counted from the pod spec."""
    rule = rule_of(rule_id)
    assert rule is not None
    assert rule.check is not None
    return [
        f"{hit.severity or rule.severity} {place_of(hit)}: {rule.message.format_map(hit.values)}"
        for hit in hits(rule.check, rule.params, data, *companions)
    ]


def place_of(hit: Hit) -> str:
    return ".".join(map(str, hit.path[3:]))


def agent(pod: Mapping[str, Any], namespace: str = "", **annotations: str) -> Object:
    result = daemonset(dict(pod))
    if namespace:
        result["metadata"]["namespace"] = namespace
    result["spec"]["template"]["metadata"]["annotations"] = annotations
    return result


def named(kind: str, name: str, namespace: str = "", **data: str) -> Object:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"kind": kind, "metadata": metadata, **({"data": data} if data else {})}


VOLUME = {"volumes": [{"name": "v", "configMap": {"name": "conf"}}]}
ENV = {
    "containers": [{"name": "a", "env": [{"valueFrom": {"secretKeyRef": {"name": "conf", "key": "level"}}}]}]
}
FROM = {"containers": [{"name": "a", "envFrom": [{"configMapRef": {"name": "conf"}}]}]}
PROJECTED = {"volumes": [{"name": "v", "projected": {"sources": [{}, {"configMap": {"name": "conf"}}]}}]}


@pytest.mark.parametrize(
    "rule, pod, place",
    [
        ("config-missing", VOLUME, "volumes.0.configMap.name"),
        ("config-missing", FROM, "containers.0.envFrom.0.configMapRef.name"),
        ("config-missing", PROJECTED, "volumes.0.projected.sources.1.configMap.name"),
        ("secret-missing", ENV, "containers.0.env.0.valueFrom.secretKeyRef.name"),
        ("secret-missing", {"imagePullSecrets": [{"name": "conf"}]}, "imagePullSecrets.0.name"),
        ("service-account-missing", {"serviceAccountName": "conf"}, "serviceAccountName"),
        ("service-account-missing", {"serviceAccount": "conf"}, "serviceAccount"),
    ],
)
def test_every_reference_is_looked_up(rule: str, pod: Object, place: str) -> None:
    kind = {"config-missing": "ConfigMap", "secret-missing": "Secret"}.get(rule, "ServiceAccount")
    assert found(rule, agent(pod), named(kind, "conf")) == []
    assert found(rule, agent(pod), named(kind, "confg")) == [
        f"warning {place}: {kind} conf is missing here; there is only confg"
    ]
    assert found(rule, agent(pod, "here"), named(kind, "conf", "there")) == [
        f"warning {place}: {kind} conf is in namespace there, and the pods are in here"
    ]
    assert found(rule, agent(pod, "here"), named(kind, "conf")) == [
        f"warning {place}: {kind} conf has no namespace here, and the pods are in here"
    ]
    assert found(rule, agent(pod), named(kind, "conf", "there")) == [
        f"warning {place}: {kind} conf is in namespace there, and the DaemonSet names none"
    ]
    assert found(rule, agent(pod), named(kind, "conf", "default")) == []
    assert found(rule, agent(pod)) == []


def test_a_name_like_no_other_is_an_info_and_of_secrets_nothing_is_said() -> None:
    assert found("config-missing", agent(VOLUME), named("ConfigMap", "other")) == [
        "info volumes.0.configMap.name: ConfigMap conf is missing here; there is only other"
    ]
    assert found("secret-missing", agent(ENV), named("Secret", "other")) == []


def test_optional_references_are_left_alone() -> None:
    pod = {"volumes": [{"name": "v", "configMap": {"name": "conf", "optional": True}}]}
    assert found("config-missing", agent(pod), named("ConfigMap", "confg")) == []


def test_keys_are_looked_up_in_the_object() -> None:
    config = named("ConfigMap", "conf", **{"agent.yaml": "", "level": ""})
    items = {"volumes": [{"configMap": {"name": "conf", "items": [{"key": "agent.yml"}, {"key": "level"}]}}]}
    assert found("config-key-missing", agent(items), config) == [
        "warning volumes.0.configMap.items.0.key: ConfigMap conf has no key agent.yml, only agent.yaml"
    ]
    assert found("config-key-missing", agent(ENV), named("Secret", "conf", levels="")) == [
        "warning containers.0.env.0.valueFrom.secretKeyRef.key: Secret conf has no key level, only levels"
    ]
    assert found("config-key-missing", agent(ENV), named("Secret", "conf")) == []


def mounting(argument: str = "", **mount: str) -> Object:
    container = {
        "name": "a",
        "args": [argument],
        "volumeMounts": [{"name": "v", "mountPath": "/etc/a", **mount}],
    }
    return {**VOLUME, "containers": [container]}


def test_files_in_arguments_are_keys() -> None:
    config = named("ConfigMap", "conf", **{"agent.yaml": ""})
    assert found("config-key-missing", agent(mounting("--config=/etc/a/agent.yml")), config) == [
        "warning containers.0.args.0: ConfigMap conf has no key agent.yml, only agent.yaml"
    ]
    assert found("config-key-missing", agent(mounting("--config=/etc/a/agent.yaml")), config) == []
    assert found("config-key-missing", agent(mounting("--out=/etc/a/other")), config) == []
    assert found("config-key-missing", agent(mounting(subPath="agent.yml")), config) == [
        "warning containers.0.volumeMounts.0.subPath: ConfigMap conf has no key agent.yml, only agent.yaml"
    ]


def test_a_mount_path_that_is_the_file() -> None:
    config = named("ConfigMap", "conf", readme="")
    path = "containers.0.volumeMounts.0.mountPath"
    for name in ("/etc/a.conf", "/etc/readme"):
        assert found("mount-path-is-file", agent(mounting(mountPath=name)), config) == [
            f"warning {path}: {name} becomes a directory: a volume is mounted, not a file"
        ]
    assert (
        found("mount-path-is-file", agent(mounting(mountPath="/etc/a.conf", subPath="readme")), config) == []
    )
    assert found("mount-path-is-file", agent(mounting(mountPath="/etc/conf.d")), config) == []


def test_configuration_that_a_running_pod_never_sees() -> None:
    config = named("ConfigMap", "conf", **{"agent.yaml": ""})
    by_file = mounting(subPath="agent.yaml")
    assert found("config-not-reloaded", agent(by_file), config) == [
        (
            "warning containers.0.volumeMounts.0.subPath: "
            "a running pod never sees a change of ConfigMap conf: a file mounted by subPath"
        )
    ]
    scripts = deepcopy(mounting(subPath="agent.yaml"))
    scripts["volumes"][0]["configMap"]["defaultMode"] = 0o755
    starting = mounting(subPath="agent.yaml")
    starting["initContainers"] = starting["containers"]
    starting["containers"] = [{"name": "other"}]
    for pod in (FROM, scripts, starting):
        (found_here,) = found("config-not-reloaded", agent(pod), config)
        assert found_here.startswith("info ")
    assert found("config-not-reloaded", agent(mounting()), config) == []
    assert found("config-not-reloaded", agent(by_file, **{"checksum/config": "1"}), config) == []
    assert found("config-not-reloaded", agent(by_file), {**config, "immutable": True}) == []
    assert found("config-not-reloaded", agent(by_file)) == []


def test_a_checksum_belongs_to_the_pods() -> None:
    data = agent({})
    data["metadata"]["annotations"] = {"note": "x", "checksum/config": "1"}
    rule = rule_of("checksum-outside-template")
    assert rule is not None
    assert rule.check is not None
    assert [hit.path[-1] for hit in hits(rule.check, rule.params, data)] == ["checksum/config"]
    data["spec"]["template"]["metadata"]["annotations"] = {"checksum/config": "1"}
    assert list(hits(rule.check, rule.params, data)) == []


def test_ports_with_one_number_and_two_protocols() -> None:
    ports = [{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53}, {"containerPort": 54}]
    assert found("port-merge-key", agent({"containers": [{"name": "a", "ports": ports}]})) == [
        (
            "warning containers.0.ports.1.containerPort: duplicate containerPort 53 (UDP and TCP); "
            "client-side apply merges ports by the number alone"
        )
    ]
    same = [{"containerPort": 53}, {"containerPort": 53}]
    assert found("port-merge-key", agent({"containers": [{"name": "a", "ports": same}]})) == []
