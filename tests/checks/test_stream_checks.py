"""Checks of a whole stream: what they point at, what they leave alone, and that time grows with the input."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from dslint.checks.stream.near import near_labels, near_name, nearly
from dslint.linter.rulebook import rule as rule_of
from tests.checks.subjects import daemonset, stream_hits

Object = dict[str, Any]


def found(rule_id: str, *objects: Mapping[str, Any]) -> list[str]:
    """`KIND NAME field: message` of every hit."""
    rule = rule_of(rule_id)
    assert rule is not None
    assert rule.check is not None
    return [
        f"{hit.on.kind} {hit.on.name} {'.'.join(map(str, hit.path))}: {rule.message.format_map(hit.values)}"
        for hit in stream_hits(rule.check, rule.params, *objects)
    ]


def agent(pod: Mapping[str, Any] | None = None, name: str = "agent", **metadata: Any) -> Object:
    containers = [{"name": "a", "ports": [{"name": "web", "containerPort": 80}]}]
    result = daemonset({"containers": containers, **(pod or {})}, name=name)
    result["metadata"].update(metadata)
    return result


def beside(kind: str, spec: Mapping[str, Any], name: str = "agent", **metadata: Any) -> Object:
    return {"kind": kind, "metadata": {"name": name, **metadata}, "spec": dict(spec)}


def workload(kind: str, labels: Mapping[str, str], ports: list[Object] | None = None) -> Object:
    template = {"metadata": {"labels": dict(labels)}, "spec": {"containers": [{"name": "b", "ports": ports}]}}
    return beside(kind, {"template": template}, "other")


SELECTS = {"matchLabels": {"app": "agent"}}


@pytest.mark.parametrize(
    "kind, spec, field",
    [
        ("Service", {"selector": {"app": "agnet"}}, "spec.selector.app"),
        (
            "NetworkPolicy",
            {"podSelector": {"matchLabels": {"app": "agnet"}}},
            "spec.podSelector.matchLabels.app",
        ),
        ("PodMonitor", {"selector": {"matchLabels": {"ap": "agent"}}}, "spec.selector.matchLabels.ap"),
        ("PodDisruptionBudget", {"selector": {"matchLabels": {"x": "y"}}}, "spec.selector.matchLabels.x"),
    ],
)
def test_a_selector_that_nearly_fits_or_has_the_name(kind: str, spec: Object, field: str) -> None:
    (message,) = found("selects-nothing", agent(), beside(kind, spec))
    assert message.startswith(f"{kind} agent {field}: {kind} agent selects no pod here: ")
    assert "the pods of agent carry app: agent, not " in message


@pytest.mark.parametrize(
    "service",
    [
        beside("Service", {"selector": {"app": "agent"}}),
        beside("Service", {"selector": {"app": "something"}}, "else"),
        beside("Service", {"selector": {"app": "agent-2"}}, "else"),
        beside("Service", {"selector": {"app": "agnet"}}, "else", namespace="far"),
        beside("Service", {"selector": {"app": "x"}, "type": "ExternalName"}),
        beside("Service", {}),
    ],
)
def test_a_selector_that_may_mean_others_is_left_alone(service: Object) -> None:
    assert found("selects-nothing", agent(namespace="here"), service) == []


@pytest.mark.parametrize("kind", ["Service", "NetworkPolicy", "PodDisruptionBudget", "PodMonitor"])
def test_the_pods_are_in_another_namespace(kind: str) -> None:
    specs: dict[str, Object] = {
        "Service": {"selector": {"app": "agent"}},
        "NetworkPolicy": {"podSelector": SELECTS},
    }
    spec = specs.get(kind, {"selector": SELECTS})
    there = beside(kind, spec, "any", namespace="there")
    assert found("selects-nothing", agent(namespace="here"), there) == [
        (
            f"{kind} any metadata.namespace: {kind} any selects no pod here: "
            "the pods of agent are in namespace here, not in there"
        )
    ]
    assert found("selects-nothing", agent(namespace="here"), beside(kind, spec, "any")) == []
    assert found("selects-nothing", agent(), there) == []
    own = workload("StatefulSet", {"app": "agent"})
    own["metadata"]["namespace"] = "there"
    assert found("selects-nothing", agent(namespace="here"), own, there) == []


def test_a_service_monitor_selects_by_the_labels_of_services() -> None:
    service = beside("Service", {"selector": {"app": "agent"}}, labels={"part": "metrics"})
    monitor = beside("ServiceMonitor", {"selector": {"matchLabels": {"part": "metrcis"}}}, "scrape")
    assert found("selects-nothing", agent(), service, monitor) == [
        (
            "ServiceMonitor scrape spec.selector.matchLabels.part: ServiceMonitor scrape selects no Service "
            "here: Service agent carries part: metrics, not part: metrcis"
        )
    ]
    right = beside("ServiceMonitor", {"selector": {"matchLabels": {"part": "metrics"}}}, "scrape")
    other = beside("ServiceMonitor", {"selector": {"matchLabels": {"part": "database"}}}, "scrape")
    for fine in (right, other):
        assert found("selects-nothing", agent(), service, fine) == []
    elsewhere = beside("Service", {"selector": {"app": "database"}}, "database", labels={"part": "metrics"})
    assert found("selects-nothing", agent(), elsewhere, monitor) == []


def test_a_selector_that_wants_one_label_too_many() -> None:
    selector = {"app": "agent", "tier": "node"}
    assert found("selects-nothing", agent(), beside("Service", {"selector": selector}, "front")) == [
        (
            "Service front spec.selector.tier: Service front selects no pod here: the pods of agent carry "
            "app: agent, and not also tier: node"
        )
    ]
    webhook = workload("Deployment", selector)
    assert found("selects-nothing", agent(), webhook, beside("Service", {"selector": selector})) == []


@pytest.mark.parametrize("key", ["k8s-app", "app.kubernetes.io/name", "name"])
def test_labels_that_name_the_application_are_taken_for_one_another(key: str) -> None:
    (message,) = found("selects-nothing", agent(), beside("Service", {"selector": {key: "agent"}}, "front"))
    assert message.endswith(f"the pods of agent carry app: agent, not {key}: agent")
    monitor = beside("ServiceMonitor", {"selector": {"matchLabels": {key: "agent"}}}, "scrape")
    service = beside("Service", {"selector": {"app": "agent"}}, "front", labels={"app": "agent"})
    (message,) = found("selects-nothing", agent(), service, monitor)
    assert message.endswith(f"Service front carries app: agent, not {key}: agent")


def test_a_selector_of_another_workload_of_the_stream_is_right() -> None:
    other = workload("StatefulSet", {"app": "agnet"})
    assert found("selects-nothing", agent(), other, beside("Service", {"selector": {"app": "agnet"}})) == []


def test_ports_are_looked_up_by_name() -> None:
    service = beside("Service", {"selector": {"app": "agent"}, "ports": [{"targetPort": "http"}]})
    assert found("port-name-missing", agent(), service) == [
        (
            "Service agent spec.ports.0.targetPort: "
            "no container of DaemonSet agent has a port named http, only web"
        )
    ]
    right = beside(
        "Service",
        {
            "selector": {"app": "agent"},
            "ports": [{"name": "http", "targetPort": "web"}, {"targetPort": "80"}],
        },
        labels={"app": "agent"},
    )
    assert found("port-name-missing", agent(), right) == []
    monitor = beside(
        "ServiceMonitor", {"selector": SELECTS, "endpoints": [{"port": "web"}, {"port": "http"}]}
    )
    assert found("port-name-missing", agent(), right, monitor) == [
        "ServiceMonitor agent spec.endpoints.0.port: no port of Service agent has a port named web, only http"
    ]
    policy = beside("NetworkPolicy", {"podSelector": SELECTS, "ingress": [{}, {"ports": [{"port": "grpc"}]}]})
    assert (
        "NetworkPolicy agent spec.ingress.1.ports.0.port: " in found("port-name-missing", agent(), policy)[0]
    )


def test_a_service_that_reaches_pods_without_its_port() -> None:
    service = beside("Service", {"selector": {"app": "agent"}, "ports": [{"port": 80}]})
    other = workload("Deployment", {"app": "agent"})
    assert found("service-reaches-others", agent(), other, service) == [
        (
            "Service agent spec.selector: Service agent also selects the pods of Deployment other, "
            "which declare no port 80"
        )
    ]
    serving = workload("Deployment", {"app": "agent"}, [{"containerPort": 80}])
    assert found("service-reaches-others", agent(), serving, service) == []


def test_a_service_over_pods_without_readiness_is_told_once() -> None:
    ports = [{"name": "web", "port": 80, "targetPort": "web"}]
    services = [beside("Service", {"selector": {"app": "agent"}, "ports": ports}, name) for name in "ab"]
    assert found("service-without-readiness", agent(), *services) == [
        (
            "DaemonSet agent spec.template.spec.containers.0.name: "
            "port web of Service a leads to a, which has no readiness probe"
        )
    ]
    headless = beside("Service", {"selector": {"app": "agent"}, "ports": ports, "clusterIP": "None"})
    metrics = beside("Service", {"selector": {"app": "agent"}, "ports": ports}, "agent-metrics")
    assert found("service-without-readiness", agent(), headless, metrics) == []


def test_a_policy_over_the_host_network_has_no_effect() -> None:
    policy = beside("NetworkPolicy", {"podSelector": SELECTS})
    assert found("network-policy-host-network", agent(), policy) == []
    assert found("network-policy-host-network", agent({"hostNetwork": True}), policy) == [
        (
            "NetworkPolicy agent spec.podSelector: NetworkPolicy agent selects the pods of DaemonSet agent, "
            "which are on the host network"
        )
    ]
    exists = {"matchExpressions": [{"key": "app", "operator": "Exists"}]}
    by_expression = beside("NetworkPolicy", {"podSelector": exists})
    assert len(found("network-policy-host-network", agent({"hostNetwork": True}), by_expression)) == 1
    all_pods = beside("NetworkPolicy", {"podSelector": {}})
    assert found("network-policy-host-network", agent({"hostNetwork": True}), all_pods) == []


@pytest.mark.parametrize(
    "limit, field",
    [
        ({"maxUnavailable": 1}, "maxUnavailable"),
        ({"minAvailable": "50%"}, "minAvailable"),
        ({"minAvailable": 1}, ""),
    ],
)
def test_a_budget_needs_a_number_of_replicas(limit: Object, field: str) -> None:
    budget = beside("PodDisruptionBudget", {**limit, "selector": SELECTS})
    messages = found("disruption-budget-unusable", agent(), budget)
    assert [message.split(": ")[0] for message in messages] == (
        [f"PodDisruptionBudget agent spec.{field}"] if field else []
    )


@pytest.mark.parametrize(
    "version, spec, fields",
    [
        ("policy/v1", {"selector": {}, "maxUnavailable": 1}, ["spec.maxUnavailable"]),
        ("policy/v1beta1", {"selector": {}, "maxUnavailable": 1}, []),
        ("policy/v1", {"maxUnavailable": 1}, []),
    ],
)
def test_a_budget_for_all_pods_of_the_namespace(version: str, spec: Object, fields: list[str]) -> None:
    budget = {**beside("PodDisruptionBudget", spec), "apiVersion": version}
    hits = found("disruption-budget-unusable", agent(), budget)
    assert [hit.split(":")[0].split()[-1] for hit in hits] == fields


def test_nothing_scales_a_daemonset() -> None:
    target = {"scaleTargetRef": {"kind": "DaemonSet", "name": "agent"}}
    assert found("autoscaler-on-daemonset", agent(), beside("ScaledObject", target)) == [
        (
            "ScaledObject agent spec.scaleTargetRef.kind: ScaledObject agent targets DaemonSet agent, "
            "which cannot be scaled"
        )
    ]


def test_one_object_twice_is_told_at_the_second() -> None:
    assert found("object-repeated", agent(namespace="a"), agent(namespace="b"), agent(namespace="a")) == [
        "DaemonSet agent metadata.name: the stream already has DaemonSet a/agent, at line 1"
    ]


def binding(subject: Object, role: str = "agent") -> Object:
    return {
        "kind": "ClusterRoleBinding",
        "metadata": {"name": "agent"},
        "roleRef": {"kind": "ClusterRole", "name": role},
        "subjects": [{"kind": "ServiceAccount", **subject}],
    }


RUNS_AS = {"serviceAccountName": "agent-sa"}


@pytest.mark.parametrize(
    "subject, field",
    [
        ({"name": "agent-sa", "namespace": "far"}, "namespace"),
        ({"name": "agent", "namespace": "here"}, "name"),
        ({"name": "agent-as", "namespace": "here"}, "name"),
        ({"name": "other", "namespace": "here"}, ""),
        ({"name": "agent-sa", "namespace": "here"}, ""),
    ],
)
def test_a_binding_of_another_account(subject: Object, field: str) -> None:
    messages = found("binding-other-account", agent(RUNS_AS, namespace="here"), binding(subject))
    assert [message.split(":")[0] for message in messages] == (
        [f"ClusterRoleBinding agent subjects.0.{field}"] if field else []
    )


@pytest.mark.parametrize(
    "role, rules, powers",
    [
        ("cluster-admin", None, "do anything in the cluster"),
        ("agent", {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, "do anything in the cluster"),
        ("agent", {"resources": ["clusterroles"], "verbs": ["escalate"]}, "escalate clusterroles"),
        ("agent", {"resources": ["pods/exec"], "verbs": ["create"]}, "use pods/exec"),
        ("agent", {"resources": ["secrets"], "verbs": ["get"]}, "read every Secret"),
        ("agent", {"resources": ["secrets"], "verbs": ["get"], "resourceNames": ["a"]}, ""),
        ("agent", {"resources": ["pods", "nodes"], "verbs": ["get", "list"]}, ""),
        ("agent", {"apiGroups": [""], "resources": ["*"], "verbs": ["list"]}, "read every Secret"),
        ("agent", {"apiGroups": ["metrics.k8s.io"], "resources": ["*"], "verbs": ["list"]}, ""),
    ],
)
def test_an_account_that_owns_the_cluster(role: str, rules: Object | None, powers: str) -> None:
    objects = [agent(RUNS_AS, namespace="here"), binding({"name": "agent-sa", "namespace": "here"}, role)]
    objects += [{"kind": "ClusterRole", "metadata": {"name": role}, "rules": [rules]}] if rules else []
    assert found("account-too-powerful", *objects) == (
        [
            (
                f"DaemonSet agent spec.template.spec.serviceAccountName: account agent-sa may {powers}, "
                "by ClusterRoleBinding agent"
            )
        ]
        if powers
        else []
    )


@pytest.mark.parametrize(
    "group, told",
    [
        ("system:serviceaccounts", True),
        ("system:serviceaccounts:here", True),
        ("system:serviceaccounts:far", False),
        ("system:masters", False),
    ],
)
def test_an_account_has_what_its_groups_have(group: str, *, told: bool) -> None:
    bound = binding({}, "cluster-admin")
    bound["subjects"] = [{"kind": "Group", "name": group}]
    assert bool(found("account-too-powerful", agent(RUNS_AS, namespace="here"), bound)) is told


def test_what_a_namespace_refuses_is_told_with_its_reasons() -> None:
    label = "pod-security.kubernetes.io/enforce"
    namespace = {"kind": "Namespace", "metadata": {"name": "here", "labels": {label: "baseline"}}}
    host = agent({"hostPID": True}, namespace="here")
    assert found("pods-refused-by-namespace", host, namespace) == [
        (
            "DaemonSet agent spec.template.spec.hostPID: Namespace here enforces baseline, "
            "which rejects every pod: hostPID is not allowed"
        )
    ]
    assert found("pods-refused-by-namespace", agent({"hostPID": True}), namespace) == []
    quota = beside("ResourceQuota", {"hard": {"limits.cpu": "1"}}, namespace="here")
    (message,) = found("pods-refused-by-namespace", agent(namespace="here"), quota)
    assert "ResourceQuota agent of this namespace" in message
    limits = beside(
        "LimitRange", {"limits": [{"type": "Container", "default": {"cpu": "1"}}]}, namespace="here"
    )
    assert found("pods-refused-by-namespace", agent(namespace="here"), quota, limits) == []


@pytest.mark.parametrize(
    "one, other, near",
    [
        ("node-agent", "nodeagent", True),
        ("node-agent", "node-agnt", True),
        ("tls", "tsl", True),
        ("agent-tls", "agent-tsl", True),
        ("api_token", "api-token", True),
        ("agent-1", "agent-2", False),
        ("pool-a", "pool-b", False),
        ("logs", "blobs", False),
        ("fluentd", "fluent-bit", False),
    ],
)
def test_what_is_nearly_the_same(one: str, other: str, near: bool) -> None:  # noqa: FBT001
    assert nearly(one, other) is near
    assert nearly(other, one) is near


def test_the_near_name_is_one() -> None:
    assert near_name("agent-cnf", ["agent-conf", "x"]) == "agent-conf"
    assert near_name("agent-conf", ["agent-conf1", "agent-conff"]) == ""
    assert near_labels({"app": "agnet", "tier": "node"}, {"app": "agent", "tier": "node"}) == {
        "app": ("app", "agent")
    }
    assert near_labels({"app": "agnet", "tier": "web"}, {"app": "agent", "tier": "node"}) == {}


@pytest.mark.slow
def test_time_grows_with_the_stream() -> None:
    """Each object of a stream of many costs what one of a stream of few costs."""

    def seconds(count: int) -> float:
        objects: list[Object] = []
        for number in range(count):
            labels = {"app": f"agent{number}", "tier": "node"}
            one = agent(name=f"agent{number}")
            one["spec"]["template"]["metadata"]["labels"] = labels
            objects += [one, beside("Service", {"selector": {"tier": "node", "x": "y"}}, f"s{number}")]
        begin = time.process_time()
        found("selects-nothing", *objects)
        found("service-reaches-others", *objects)
        return time.process_time() - begin

    seconds(50)
    many, few = (min(seconds(count) for _ in range(3)) for count in (1600, 400))
    assert many < 12 * max(few, 0.05)
