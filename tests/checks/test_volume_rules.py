"""Rules about volumes, placement and names: where they must speak and where not."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.checks.table import CHECKS
from dslint.linter.rulebook import rule
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream
from dslint.values.path import field_text
from tests.checks.subjects import daemonset, subject_of

POD = "spec.template.spec."
AGENT: dict[str, Any] = {"name": "agent", "image": "example.com/agent:1"}


def found(
    name: str,
    pod: dict[str, Any],
    spec: dict[str, Any] | None = None,
    beside: tuple[dict[str, Any], ...] = (),
    **metadata: Any,
) -> list[str]:
    """`place: severity` for each hit of a rule; the rule's own severity is left out."""
    known = rule(name)
    assert known is not None
    assert known.check is not None
    data = daemonset(pod, spec)
    data["metadata"].update(metadata)
    return [
        field_text(hit.path).removeprefix(POD) + (f": {hit.severity}" if hit.severity else "")
        for hit in CHECKS[known.check](subject_of(data, *beside), known.params)
    ]


def host_path(path: str, **source: Any) -> dict[str, Any]:
    return {"name": "host", "hostPath": {"path": path, **source}}


VOLUMES = [
    ("host-path-file-untyped", host_path("/run/xtables.lock"), ["volumes[0].hostPath.path"]),
    ("host-path-file-untyped", host_path("/run/xtables.lock", type="FileOrCreate"), []),
    ("host-path-file-untyped", host_path("/etc/os-release"), ["volumes[0].hostPath.path: info"]),
    ("host-path-file-untyped", host_path("/var/log"), []),
    ("host-path-file-untyped", host_path("/var/run/docker.sock"), []),
    ("host-path-docker", host_path("/var/run/docker.sock"), ["volumes[0].hostPath.path"]),
    ("host-path-docker", host_path("/var/lib/docker/containers/"), ["volumes[0].hostPath.path"]),
    ("host-path-docker", host_path("/run/containerd/containerd.sock"), []),
    ("host-path-sensitive", host_path("/var/lib/"), ["volumes[0].hostPath"]),
    ("host-path-sensitive", host_path("/etc/ssh/sshd_config"), ["volumes[0].hostPath"]),
    ("host-path-sensitive", host_path("/run/k3s/containerd/containerd.sock"), ["volumes[0].hostPath"]),
    ("host-path-sensitive", host_path("/var/lib/agent"), []),
    ("empty-dir-unbounded", {"name": "e", "emptyDir": {}}, ["volumes[0].emptyDir"]),
    ("empty-dir-unbounded", {"name": "e", "emptyDir": {"sizeLimit": "1Gi"}}, []),
]


@pytest.mark.parametrize("name,volume,expected", VOLUMES)
def test_volumes(name: str, volume: dict[str, Any], expected: list[str]) -> None:
    assert found(name, {"containers": [AGENT], "volumes": [volume]}) == expected


def test_docker_logs_beside_the_logs_of_every_runtime_are_a_leftover() -> None:
    volumes = [host_path("/var/log"), {**host_path("/var/lib/docker/containers"), "name": "docker"}]
    assert found("host-path-docker", {"volumes": volumes}) == ["volumes[1].hostPath.path: info"]


@pytest.mark.parametrize(
    "medium,limits,expected",
    [
        ("", {"ephemeral-storage": "1Gi"}, False),
        ("", {"memory": "1Gi"}, True),
        ("Memory", {"memory": "1Gi"}, False),
        ("Memory", {"ephemeral-storage": "1Gi"}, True),
    ],
)
def test_limits_of_containers_bound_an_empty_dir(medium: str, limits: Any, expected: object) -> None:
    mounting = {**AGENT, "resources": {"limits": limits}, "volumeMounts": [{"name": "e", "mountPath": "/e"}]}
    pod = {"containers": [mounting], "volumes": [{"name": "e", "emptyDir": {"medium": medium}}]}
    assert bool(found("empty-dir-unbounded", pod)) == expected


@pytest.mark.parametrize(
    "fields,expected",
    [
        ({}, ["volumes[0].name"]),
        ({"args": ["--state=/var/lib/agent/db"]}, ["volumes[0].name: warning"]),
        ({"args": ["--state=/var/lib/agent2/db"]}, ["volumes[0].name"]),
        ({"volumeMounts": [{"name": "host", "mountPath": "/x"}]}, []),
    ],
)
def test_volumes_that_no_container_mounts(fields: dict[str, Any], expected: list[str]) -> None:
    pod = {"containers": [{**AGENT, **fields}], "volumes": [host_path("/var/lib/agent")]}
    assert found("volume-unmounted", pod) == expected


FS_GROUP = {"runAsUser": 7, "fsGroup": 7}
MOUNTING = {**AGENT, "volumeMounts": [{"name": "host", "mountPath": "/x"}]}


@pytest.mark.parametrize(
    "change,expected",
    [
        ({}, True),
        ({"securityContext": {"fsGroup": 7}}, False),
        ({"securityContext": {"fsGroup": 7, "runAsUser": 0}}, False),
        ({"initContainers": [MOUNTING], "securityContext": {"fsGroup": 7}}, False),
        ({"volumes": [{"name": "host", "emptyDir": {}}]}, False),
        ({"containers": [{**AGENT, "volumeMounts": [{"name": "host", "readOnly": True}]}]}, False),
    ],
)
def test_a_group_for_a_host_path(change: dict[str, Any], expected: object) -> None:
    pod = {"securityContext": FS_GROUP, "containers": [MOUNTING], "volumes": [host_path("/var/lib/x")]}
    assert bool(found("fs-group-on-host-path", {**pod, **change})) == expected


EVERYWHERE = {"tolerations": [{"operator": "Exists"}]}
LINUX = {"nodeSelector": {"kubernetes.io/os": "linux"}}


@pytest.mark.parametrize(
    "pod,reached",
    [
        ({}, "every node: Windows, virtual, reserved, draining and broken ones too"),
        (LINUX, "every node: virtual, reserved, draining and broken ones too"),
        (
            {"nodeSelector": {"pool": "edge"}},
            "every node that it selects: reserved, draining and broken ones too",
        ),
    ],
)
def test_only_nodes_that_are_really_reached_are_claimed(pod: dict[str, Any], reached: str) -> None:
    known = rule("tolerates-everything")
    assert known is not None
    (hit,) = CHECKS["toleration-breadth"](subject_of(daemonset({**EVERYWHERE, **pod})), known.params)
    assert hit.values["reached"] == reached


@pytest.mark.parametrize(
    "pod,expected",
    [
        ({}, ["tolerations[0]"]),
        ({"volumes": [host_path("/opt/cni/bin")]}, ["tolerations[0]: info"]),
        ({"volumes": [host_path("/var/lib/kubelet/plugins_registry/x")]}, ["tolerations[0]: info"]),
        ({"volumes": [host_path("/var/log")]}, ["tolerations[0]"]),
        (
            {
                "hostNetwork": True,
                "volumes": [host_path("/lib/modules")],
                "containers": [{**AGENT, "securityContext": {"privileged": True}}],
            },
            ["tolerations[0]: info"],
        ),
    ],
)
def test_node_infrastructure_is_known_by_what_it_does(pod: dict[str, Any], expected: list[str]) -> None:
    assert found("tolerates-everything", {**EVERYWHERE, **pod}) == expected


OWN = {"labelSelector": {"matchLabels": {"app": "agent"}}}
OTHER = {"labelSelector": {"matchLabels": {"app": "other"}}}
NODE, ZONE = {"topologyKey": "kubernetes.io/hostname"}, {"topologyKey": "topology.kubernetes.io/zone"}
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
AFFINITY = [
    ("podAntiAffinity", {**OTHER, **NODE}, {}, "info"),
    ("podAntiAffinity", {**OWN, **NODE}, {}, "info"),
    ("podAntiAffinity", {**OWN, **ZONE}, {}, "warning"),
    ("podAntiAffinity", {**OWN, **NODE}, {"updateStrategy": {"rollingUpdate": {"maxSurge": 1}}}, "warning"),
    ("podAntiAffinity", {**OWN, **ZONE, "namespaces": ["other"]}, {}, "info"),
    ("podAffinity", {**OWN, **NODE}, {}, "warning"),
    ("podAffinity", {**OTHER, **NODE}, {}, "info"),
]


@pytest.mark.parametrize("kind,term,spec,severity", AFFINITY)
def test_a_guard_is_told_from_pods_that_block_themselves(
    kind: str, term: Any, spec: Any, severity: str
) -> None:
    pod = {"affinity": {kind: {REQUIRED: [term]}}}
    assert found("spread-or-pod-affinity", pod, spec) == [f"affinity.{kind}.{REQUIRED}: {severity}"]


@pytest.mark.parametrize("policy,severity", [("Ignore", "warning"), ("Honor", "info")])
def test_spreading_counts_the_pods_own_node_only(policy: str, severity: str) -> None:
    constraint = {**OWN, **ZONE, "whenUnsatisfiable": "DoNotSchedule", "nodeAffinityPolicy": policy}
    pod = {"topologySpreadConstraints": [constraint]}
    assert found("spread-or-pod-affinity", pod) == [f"topologySpreadConstraints: {severity}"]


@pytest.mark.parametrize(
    "metadata,expected",
    [
        ({}, ["spec.updateStrategy.type"]),
        ({"labels": {"app.kubernetes.io/managed-by": "Helm"}}, ["spec.updateStrategy.type"]),
        ({"labels": {"app.kubernetes.io/managed-by": "gpu-operator"}}, ["spec.updateStrategy.type: info"]),
        ({"ownerReferences": [{"kind": "Driver"}]}, ["spec.updateStrategy.type: info"]),
        ({"labels": {"operator.tigera.io/x": "y"}}, ["spec.updateStrategy.type: info"]),
    ],
)
def test_an_operator_may_replace_the_pods(metadata: dict[str, Any], expected: list[str]) -> None:
    spec = {"updateStrategy": {"type": "OnDelete"}}
    assert found("update-on-delete", {}, spec, **metadata) == expected


MASTER = {"tolerations": [{"key": "node-role.kubernetes.io/master", "operator": "Exists"}]}


@pytest.mark.parametrize(
    "namespace,expected",
    [("agents", ["tolerations[0].key"]), ("openshift-agents", ["tolerations[0].key: info"])],
)
def test_openshift_still_has_the_old_taint(namespace: str, expected: list[str]) -> None:
    assert found("legacy-master-toleration", MASTER, namespace=namespace) == expected


CRITICAL = {"priorityClassName": "system-node-critical"}


@pytest.mark.parametrize(
    "namespace,expected",
    [
        ("agents", ["priorityClassName"]),
        ("openshift-agents", ["priorityClassName: info"]),
        ("kube-system", []),
        ("", []),
        ("FILLED BY THE OPERATOR", []),
    ],
)
def test_critical_classes_need_a_quota(namespace: str, expected: list[str]) -> None:
    assert found("critical-priority-namespace", CRITICAL, namespace=namespace) == expected


def scoped(**expression: Any) -> dict[str, Any]:
    return {"scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", **expression}]}}


@pytest.mark.parametrize(
    "spec,expected",
    [
        (scoped(operator="In", values=["system-node-critical"]), []),
        (scoped(operator="Exists"), []),
        ({"scopes": ["PriorityClass"]}, []),
        (scoped(operator="In", values=["system-cluster-critical"]), ["priorityClassName"]),
        ({"hard": {"pods": 5}}, ["priorityClassName"]),
        ({"scopes": ["NotTerminating"]}, ["priorityClassName"]),
    ],
)
def test_a_quota_allows_the_classes_of_its_scope(spec: dict[str, Any], expected: list[str]) -> None:
    quota = {"kind": "ResourceQuota", "metadata": {"name": "q", "namespace": "agents"}, "spec": spec}
    assert found("critical-priority-namespace", CRITICAL, namespace="agents", beside=(quota,)) == expected


@pytest.mark.parametrize(
    "argument,used",
    [
        ("--target=http://collector:4318/v1", True),
        ("--target=collector.monitoring:4318", True),
        ("--api=https://kubernetes.default", True),
        ("--oidc-issuer=https://kubernetes.default.svc", False),
        ("--target=http://localhost:4318", False),
        ("--target=example.com:443", False),
        ("--cluster-domain=cluster.local", False),
        ("/etc/x.default/y", False),
    ],
)
def test_names_that_only_the_cluster_knows(argument: str, used: object) -> None:
    pod = {"hostNetwork": True, "dnsPolicy": "ClusterFirst", "containers": [{**AGENT, "args": [argument]}]}
    assert (found("dns-policy-host-network", pod) == ["dnsPolicy: warning"]) == used


@pytest.mark.parametrize(
    "written,fixed",
    [("400", "0400"), ("444", "0444"), ("0400", ""), ("420", ""), ("256", ""), ("0o400", "")],
)
def test_decimal_modes_that_look_like_octal(written: str, fixed: str) -> None:
    text = (
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec:\n  template:\n    spec:\n"
        f"      volumes:\n      - name: key\n        secret: {{secretName: key, defaultMode: {written}}}\n"
    )
    (document,) = read_stream(text).documents
    (manifest,) = objects_of(document)
    subject = subject_of(manifest.data)._replace(node=manifest.node, document=document)
    known = rule("file-mode-decimal")
    assert known is not None
    hits = list(CHECKS["file-mode"](subject, known.params))
    assert "".join(hit.changes[0].text for hit in hits) == fixed


@pytest.mark.parametrize(
    "name,expected", [("system-node-critcal", True), ("system-node-critical", False), ("systems", False)]
)
def test_priority_classes_with_the_reserved_prefix(name: str, expected: object) -> None:
    assert bool(found("priority-class-reserved", {"priorityClassName": name})) == expected
