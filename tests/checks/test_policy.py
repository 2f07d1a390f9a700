"""The checks for rules of one's own: what each finds, where, and what it leaves alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.checks.policy.paths import MISSING, PathError, parse_path, places
from dslint.checks.policy.table import POLICY_CHECKS
from dslint.checks.table import POLICY_NAMES
from dslint.linter.config.check_parameters import parameter_violations, schemas
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.rule import Rule
from dslint.linter.selection import Selection
from dslint.values.path import field_text
from tests.checks.policy_samples import SAMPLES
from tests.checks.subjects import daemonset, subject_of

AGENT = {
    "apiVersion": "apps/v1",
    "kind": "DaemonSet",
    "metadata": {"name": "agent", "namespace": "monitoring", "labels": {"team": "core", "app.io/tier": "3"}},
    "spec": {
        "selector": {"matchLabels": {"app": "agent"}},
        "updateStrategy": {"rollingUpdate": {"maxUnavailable": "25%"}},
        "template": {
            "metadata": {"labels": {"app": "agent"}},
            "spec": {
                "nodeSelector": {"kubernetes.io/os": "linux"},
                "hostNetwork": True,
                "tolerations": [
                    {"key": "gpu", "operator": "Exists", "effect": "NoSchedule"},
                    {"operator": "Exists"},
                ],
                "containers": [
                    {
                        "name": "one",
                        "image": "registry.example.com/team/one:1.2.3",
                        "resources": {
                            "requests": {"cpu": "5m", "memory": "2Gi"},
                            "limits": {"memory": "2Gi"},
                        },
                        "securityContext": {
                            "privileged": True,
                            "capabilities": {"add": ["NET_ADMIN", "SYS_ADMIN"]},
                        },
                        "volumeMounts": [{"name": "log", "mountPath": "/log"}],
                    },
                    {"name": "two", "image": "nginx@sha256:" + "0" * 64},
                ],
                "volumes": [{"name": "log", "hostPath": {"path": "/var/log/pods"}}],
            },
        },
    },
}


def found(check: str, params: dict[str, Any], message: str) -> list[str]:
    """`field: message` of what a rule with this check finds in the agent."""
    assert list(parameter_violations(check, params)) == []
    rule = Rule("mine", "warning", ("policy",), "Mine.", check, params, message)
    report = lint_text(json.dumps(AGENT), "x.json", Options(selection=Selection("all"), rules=(rule,)))
    assert report.crashes == ()
    return [f"{each.field}: {each.message}" for each in report.findings if each.rule == "mine"]


VALUE = "{value}, want {wanted}"
_NOT_SET = "expression 'object.spec.minReadySeconds > 0' resulted in error: no such key: minReadySeconds"
FINDS: list[tuple[str, dict[str, Any], str, list[str]]] = [
    (
        "cel",
        {
            "expression": "object.spec.template.spec.containers.all(c, !has(c.securityContext.privileged) || "
            "!c.securityContext.privileged)",
            "message-expression": "object.metadata.name + ' is privileged'",
        },
        "{message}",
        ["spec.template.spec.containers[0].securityContext.privileged: agent is privileged"],
    ),
    (
        "cel",
        {"expression": "object.spec.minReadySeconds > 0"},
        "{message}",
        [
            f"spec.minReadySeconds: {_NOT_SET}",
        ],
    ),
    (
        "cel",
        {"expression": "request.userInfo.username == 'x'"},
        "{message}",
        ["metadata.name: cannot be decided here: it depends on request.userInfo"],
    ),
    ("cel", {"expression": "object.kind == 'DaemonSet' && request.operation == 'CREATE'"}, "{message}", []),
    (
        "value",
        {"path": "spec.template.spec.containers[*].image", "pattern": r"registry\.example\.com/.*"},
        VALUE,
        [
            "spec.template.spec.containers[1].image: nginx@sha256:"
            + "0" * 64
            + r", want what matches registry\.example\.com/.*",
        ],
    ),
    (
        "value",
        {"path": "spec.template.spec.containers[*].livenessProbe", "required": True},
        "{path}",
        [
            "spec.template.spec.containers[0].livenessProbe: spec.template.spec.containers[0].livenessProbe",
            "spec.template.spec.containers[1].livenessProbe: spec.template.spec.containers[1].livenessProbe",
        ],
    ),
    (
        "value",
        {"path": "spec.template.spec.hostNetwork", "forbidden": True},
        VALUE,
        ["spec.template.spec.hostNetwork: true, want no value"],
    ),
    ("value", {"path": "spec.template.spec.hostPID", "forbidden": True}, VALUE, []),
    (
        "value",
        {"path": "spec.updateStrategy.type", "one-of": ["OnDelete"]},
        VALUE,
        ["spec.updateStrategy.type: RollingUpdate, want OnDelete"],
    ),
    ("value", {"path": "spec.updateStrategy.type", "one-of": ["RollingUpdate"]}, VALUE, []),
    (
        "value",
        {"path": "spec.updateStrategy.type", "required": True},
        VALUE,
        ["spec.updateStrategy.type: RollingUpdate, want a value"],
    ),
    (
        "value",
        {"path": 'metadata.labels["app.io/tier"]', "none-of": ["3", "4"]},
        VALUE,
        ["metadata.labels[app.io/tier]: 3, want not one of 3, 4"],
    ),
    (
        "value",
        {"path": "spec.template.spec.containers[*].resources.requests.cpu", "min": "10m"},
        VALUE,
        ["spec.template.spec.containers[0].resources.requests.cpu: 5m, want at least 10m"],
    ),
    (
        "value",
        {"path": "metadata.labels.*", "pattern": "[a-z]+"},
        VALUE,
        ["metadata.labels[app.io/tier]: 3, want what matches [a-z]+"],
    ),
    (
        "json-schema",
        {"path": "metadata.labels", "schema": {"properties": {"team": {"pattern": "^(a+)+$"}}}},
        VALUE,
        ["metadata.labels.team: core, want core does not match ^(a+)+$"],
    ),
    (
        "json-schema",
        {"path": "metadata.labels", "schema": {"required": ["owner"]}},
        "{wanted}",
        ["metadata.labels: 'owner' is a required property"],
    ),
    (
        "required-metadata",
        {"labels": {"team": "[a-z]+", "app.io/tier": "[12]", "owner": True}},
        "{kind} {key} " + VALUE,
        [
            "metadata.labels[app.io/tier]: label app.io/tier 3, want what matches [12]",
            "metadata.labels[owner]: label owner nothing, want any value",
        ],
    ),
    (
        "required-metadata",
        {"of": "pod-template", "annotations": {"a/b": True}},
        "{key}",
        ["spec.template.metadata.annotations[a/b]: a/b"],
    ),
    ("allowed-images", {"registries": ["registry.example.com/team", "docker.io/nginx"]}, "{image}", []),
    (
        "allowed-images",
        {"registries": ["registry.example.com/other", "docker.io"]},
        "{container}: {wanted}",
        ["spec.template.spec.containers[0].image: one: an image from registry.example.com/other, docker.io"],
    ),
    (
        "allowed-images",
        {"registries": ["registry.example.com/te"]},
        "{container}",
        ["spec.template.spec.containers[0].image: one", "spec.template.spec.containers[1].image: two"],
    ),
    (
        "allowed-images",
        {"digest": True},
        "{wanted}",
        ["spec.template.spec.containers[0].image: an image with a digest (@sha256:…)"],
    ),
    (
        "toleration-policy",
        {"allowed": [{"key": "gpu*", "effect": "NoSchedule"}]},
        "{toleration}: {wanted}",
        ["spec.template.spec.tolerations[1]: every taint: key gpu*, effect NoSchedule"],
    ),
    (
        "toleration-policy",
        {"forbidden": [{"key": "", "operator": "Exists"}]},
        "{toleration}",
        ["spec.template.spec.tolerations[1]: every taint"],
    ),
    (
        "max-unavailable",
        {"max": "10%"},
        VALUE,
        ["spec.updateStrategy.rollingUpdate.maxUnavailable: 25%, want at most 10%"],
    ),
    ("max-unavailable", {"max": "25%"}, VALUE, []),
    ("max-unavailable", {"max": 1}, VALUE, []),
    ("required-placement", {"labels": {"kubernetes.io/os": ["linux"]}}, "{wanted}", []),
    (
        "required-placement",
        {"labels": {"kubernetes.io/arch": ["amd64", "arm64"], "pool": True}},
        "{wanted}",
        [
            "spec.template.spec.nodeSelector[kubernetes.io/arch]: kubernetes.io/arch with amd64 or arm64",
            "spec.template.spec.nodeSelector[pool]: pool",
        ],
    ),
    (
        "required-resources",
        {"requests": {"cpu": {"min": "10m"}, "memory": {"max": "1Gi"}}},
        "{container} {resource} " + VALUE,
        [
            "spec.template.spec.containers[0].resources.requests[cpu]: one cpu 5m, want at least 10m",
            "spec.template.spec.containers[0].resources.requests[memory]: one memory 2Gi, want at most 1Gi",
            "spec.template.spec.containers[1].resources.requests[cpu]: two cpu nothing, want a value",
            "spec.template.spec.containers[1].resources.requests[memory]: two memory nothing, want a value",
        ],
    ),
    (
        "host-access",
        {"host-paths": ["/var/log/*"], "host-namespaces": ["hostNetwork"], "capabilities": ["NET_*"]},
        "{what} {value}: {wanted}",
        ["spec.template.spec.containers[0].securityContext.capabilities.add[1]: capability SYS_ADMIN: NET_*"],
    ),
    (
        "host-access",
        {"host-namespaces": [], "privileged": False},
        "{what} {value}",
        [
            "spec.template.spec.hostNetwork: host namespace hostNetwork",
            "spec.template.spec.containers[0].securityContext.privileged: privilege privileged",
        ],
    ),
    (
        "if-then",
        SAMPLES["if-then"][0],
        VALUE,
        ["spec.template.spec.dnsPolicy: ClusterFirst, want ClusterFirstWithHostNet"],
    ),
    (
        "if-then",
        {
            "if": {"path": "spec.template.spec.hostPID", "required": True},
            "then": SAMPLES["if-then"][0]["then"],
        },
        VALUE,
        [],
    ),
]


@pytest.mark.parametrize(
    "check,params,message,expected", FINDS, ids=[f"{case[0]} {case[1]}"[:60] for case in FINDS]
)
def test_a_check_finds(check: str, params: dict[str, Any], message: str, expected: list[str]) -> None:
    assert sorted(found(check, params, message)) == sorted(expected)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("value", {"path": "a", "requird": True}, "unknown key 'requird'; did you mean 'required'?"),
    ("value", {"required": True}, "the key 'path' is missing"),
    ("value", {"path": "a"}, "the parameters set no condition; write one of required, forbidden"),
    ("value", {"path": "a..b", "required": True}, "the path 'a..b' is not understood from character 2 on"),
    ("value", {"path": "a[b]", "required": True}, "the path 'a[b]' is not understood from character 2 on"),
    ("value", {"path": "a", "pattern": "(?=b)"}, "the pattern '(?=b)' is not supported: look-around"),
    ("value", {"path": "a", "min": "10q"}, "min: '10q' is not a number or quantity"),
    ("value", {"path": "a", "min": 2, "max": 1}, "max is less than min"),
    (
        "value",
        {"path": "a", "required": True, "forbidden": True},
        "required and forbidden exclude each other",
    ),
    ("value", {"path": "a", "required": "yes"}, "required: 'yes' is not true or false"),
    ("json-schema", {"path": "a", "schema": {"type": "strin"}}, "schema: type: 'strin' is not valid"),
    (
        "json-schema",
        {"path": "a", "schema": {"$ref": "https://example.com/x"}},
        "only references into the schema",
    ),
    ("json-schema", {"path": "a", "schema": {"pattern": r"(a)\1"}}, "a back reference is not supported"),
    (
        "required-metadata",
        {"of": "pods", "labels": {"a": True}},
        "of: invalid value 'pods'; allowed: daemonset",
    ),
    ("required-metadata", {}, "one of the keys labels, annotations is missing"),
    ("max-unavailable", {"max": "some"}, "max: 'some' is not a number of pods or a percentage such as 10%"),
    ("host-access", {"host-namespaces": ["hostNet"]}, "invalid value 'hostNet'; did you mean hostNetwork?"),
    ("toleration-automatic", {"tag": "x"}, "unknown key 'tag'; no key is allowed here"),
]


@pytest.mark.parametrize("check,params,message", WRONG, ids=[case[2][:50] for case in WRONG])
def test_wrong_parameters_are_named(check: str, params: dict[str, Any], message: str) -> None:
    messages = [each.message for each in parameter_violations(check, params)]
    assert any(message in each for each in messages), messages


def test_every_check_has_a_sample_and_names_the_values_it_has() -> None:
    assert set(SAMPLES) == set(POLICY_CHECKS) == POLICY_NAMES
    for name, (params, values) in SAMPLES.items():
        assert list(parameter_violations(name, params)) == []
        assert tuple(schemas()[name]["x-values"]) == values


SECURITY = {
    "securityContext": {"runAsNonRoot": True},
    "initContainers": [{"name": "prepare", "securityContext": {"runAsNonRoot": False}}],
    "containers": [{"name": "agent"}, {"name": "proxy", "securityContext": {"runAsNonRoot": True}}],
}


@pytest.mark.parametrize(
    "pod,expected",
    [
        (SECURITY, ["spec.template.spec.initContainers[0].securityContext.runAsNonRoot"]),
        (
            {"containers": [{"name": "agent"}]},
            ["spec.template.spec.containers[0].securityContext.runAsNonRoot"],
        ),
        ({"securityContext": {"runAsNonRoot": True}, "containers": [{"name": "agent"}]}, []),
        (
            {"securityContext": {"runAsNonRoot": False}, "containers": [{"name": "a"}, {"name": "b"}]},
            ["spec.template.spec.securityContext.runAsNonRoot"],
        ),
    ],
)
def test_an_effective_path_is_what_holds_for_each_container(pod: Any, expected: list[str]) -> None:
    params = {"path": "effective:securityContext.runAsNonRoot", "required": True, "one-of": [True]}
    subject = subject_of(daemonset(pod))
    assert [field_text(hit.path) for hit in POLICY_CHECKS["value"](subject, params)] == expected


@pytest.mark.parametrize(
    "params,expected",
    [
        ({"level": "baseline"}, ["capability SYS_ADMIN is not allowed", "hostNetwork is not allowed"]),
        ({"level": "baseline", "except": ["hostNamespaces"]}, ["capability SYS_ADMIN is not allowed"]),
        ({"level": "restricted", "controls": ["runAsNonRoot"]}, ["runAsNonRoot must be true"]),
        ({"level": "restricted", "controls": ["hostPorts"]}, []),
    ],
)
def test_pod_security_looks_at_a_level_or_at_single_controls(params: Any, expected: list[str]) -> None:
    context = {"capabilities": {"add": ["SYS_ADMIN"]}}
    pod = {"hostNetwork": True, "containers": [{"name": "agent", "securityContext": context}]}
    hits = POLICY_CHECKS["pod-security"](subject_of(daemonset(pod)), params)
    assert sorted(str(hit.values["text"]) for hit in hits) == expected


def test_paths_lead_to_every_place() -> None:
    data = {"a": [{"b": 1}, {"c": 2}], "m": {"x.y/z": 3}}

    def at(path: str) -> list[tuple[str, object]]:
        return [(field_text(place.path), place.value) for place in places(data, path)]

    assert at("a[*].b") == [("a[0].b", 1), ("a[1].b", MISSING)]
    assert at("a[1].c") == [("a[1].c", 2)]
    assert at('m["x.y/z"]') == [("m[x.y/z]", 3)]
    assert at("m[*]") == [("m[x.y/z]", 3)]
    assert at("z[*].b") == []
    assert at("z.y") == [("z.y", MISSING)]
    for wrong in ("", ".a", "a.", "a[", "a[*", "a b"):
        with pytest.raises(PathError):
            parse_path(wrong)
