"""Findings about pools."""

from __future__ import annotations

import json

import pytest

import dslint
from dslint.planner.on_pools.answers import pool_answers
from tests.planner.cases import daemonset, plan_of

POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: general}
spec:
  MORE
  template:
    spec:
      STARTUP
      requirements:
        - {key: node.kubernetes.io/instance-type, operator: In, values: [TYPES]}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
"""


def of_types(types: str, more: str = "weight: 1", startup: str = "expireAfter: 24h") -> str:
    """The pool with these machine types; `more` goes into its spec, `startup` into that of the template."""
    return POOL.replace("STARTUP", startup).replace("TYPES", types).replace("MORE", more)


def found(
    manifest: str,
    rule: str,
    startup: str = "expireAfter: 24h",
    types: str = "m5.large",
    more: str = "weight: 1",
) -> list[str]:
    pool = of_types(types, more, startup)
    return [one.message for one in dslint.plan(manifest, pool).report.findings if one.rule == rule]


TAINT = "startupTaints: [{key: KEY, effect: NoExecute}]"


@pytest.mark.parametrize(
    "key, container",
    [
        (
            "ebs.csi.aws.com/agent-not-ready",
            {"image": "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.50.0"},
        ),
        ("example.com/not-ready", {"image": "example.com/a:1", "args": ["--taint=example.com/not-ready"]}),
        (
            "example.com/not-ready",
            {"image": "example.com/a:1", "env": [{"name": "T", "value": "example.com/not-ready"}]},
        ),
    ],
)
def test_the_agent_that_removes_a_taint_must_tolerate_it(key: str, container: dict[str, object]) -> None:
    startup = TAINT.replace("KEY", key)
    manifest = daemonset(containers=[{"name": "c", **container}])
    assert found(manifest, "startup-taint-deadlock", startup) == [
        (
            f"new nodes of pool general have the taint {key}:NoExecute until this DaemonSet takes it away, "
            "and its pods do not tolerate it (<inventory>:8)"
        )
    ]
    tolerating = daemonset(containers=[{"name": "c", **container}], tolerations=[{"operator": "Exists"}])
    assert found(tolerating, "startup-taint-deadlock", startup) == []


def test_other_daemonsets_only_wait() -> None:
    startup = TAINT.replace("KEY", "node.cilium.io/agent-not-ready")
    assert found(daemonset(), "startup-taint-deadlock", startup) == []


def test_pods_without_room_on_nodes_to_come_are_reported() -> None:
    manifest = daemonset(
        containers=[{"name": "c", "image": "example.com/c:1", "resources": {"requests": {"memory": "10Gi"}}}]
    )
    static = "replicas: 0"
    assert found(manifest, "pod-pending", types="m5.large, m5.xlarge", more=static) == [
        (
            "the pod stays Pending on some nodes of pool general (on m5.large): memory: asks for 10Gi, "
            "the node has 6.7Gi"
        )
    ]
    assert found(manifest, "pod-pending", types="m5.large", more=static) == [
        "the pod stays Pending on every node of pool general: memory: asks for 10Gi, the node has 6.7Gi"
    ]


def test_karpenter_does_not_see_what_a_limit_range_adds() -> None:
    limits = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "LimitRange",
            "metadata": {"name": "l", "namespace": "test"},
            "spec": {"limits": [{"type": "Container", "defaultRequest": {"cpu": "500m"}}]},
        }
    )
    assert found(f"{daemonset()}\n---\n{limits}", "karpenter-overhead") == [
        (
            "Karpenter does not count 500m cpu of this DaemonSet when it sizes nodes of pool general: a "
            "LimitRange or the RuntimeClass adds it to the pods"
        )
    ]


def test_karpenter_counts_limits_as_requests() -> None:
    manifest = daemonset(
        containers=[{"name": "c", "image": "example.com/c:1", "resources": {"limits": {"memory": "1Gi"}}}]
    )
    assert found(manifest, "karpenter-overhead") == []


def test_karpenter_does_not_see_labels_that_come_later() -> None:
    manifest = daemonset(nodeSelector={"nvidia.com/gpu.present": "true"})
    assert found(manifest, "karpenter-overhead") == [
        (
            "Karpenter does not count this DaemonSet when it sizes nodes of pool general: the label "
            "nvidia.com/gpu.present is added later, by an agent on the node"
        )
    ]


def test_karpenter_counts_a_daemonset_that_excludes_itself() -> None:
    terms = [{"matchExpressions": [{"key": "tier", "operator": "In", "values": ["a"]}]}]
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    manifest = daemonset(nodeSelector={"tier": "b"}, affinity={"nodeAffinity": required})
    assert found(manifest, "karpenter-overhead") == [
        (
            "Karpenter counts this DaemonSet when it sizes nodes of pool general, and it runs on none: its "
            "nodeSelector and node affinity exclude each other"
        )
    ]


def test_a_machine_that_does_not_exist_is_no_node() -> None:
    manifest = daemonset(nodeSelector={"kubernetes.io/arch": "arm64"})
    assert found(manifest, "selects-no-node") == [
        (
            "no node of the inventory gets a pod: no machine type known to dslint is like "
            "general[arch=arm64,no known type]"
        )
    ]


ASKING = [{"name": "c", "image": "e/a:1", "resources": {"requests": {"memory": "2Gi"}}}]
AGENT = daemonset(containers=ASKING)
SMALL_AGENT = daemonset()
TWO_AGENTS = f"{AGENT}\n---\n{daemonset('other')}"
LIMITS = """\
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: test}
spec:
  limits:
    - type: Container
      default: {memory: 2Gi}
"""


def answers(manifests: str, pool: str) -> list[tuple[str, list[str]]]:
    """For each DaemonSet, whether it runs on the pool, and the reasons where it does not."""
    planned = plan_of(manifests, nodes=pool)
    found: list[tuple[str, list[str]]] = []
    for workload in planned.workloads:
        (answer,) = pool_answers(planned, workload)
        found.append((answer.answer, [reason.text for part in answer.rest for reason in part.reasons]))
    return found


def test_karpenter_never_launches_a_machine_too_small_for_its_daemonsets() -> None:
    why = "too small for its DaemonSets (memory), so Karpenter launches none"
    types = "t3.small, m5.large"
    assert answers(TWO_AGENTS, of_types(types)) == [("every", [why]), ("every", [])]
    assert found(AGENT, "pod-pending", types=types) == []


def test_a_pool_of_too_small_machines_gets_no_node() -> None:
    why = "every machine type is too small for its DaemonSets (memory), so Karpenter launches none"
    types = "t3.small, t3.micro"
    assert answers(TWO_AGENTS, of_types(types)) == [("none", [why]), ("none", [why])]
    assert found(TWO_AGENTS, "karpenter-overhead", types=types) == [
        (
            "Karpenter launches no node of pool general: every machine type is too small for its DaemonSets "
            "(memory)"
        )
    ]


def test_a_static_pool_is_launched_whatever_its_daemonsets_ask_for() -> None:
    ((answer, why),) = answers(AGENT, of_types("t3.small", "replicas: 2"))
    assert answer == "none"
    assert why[0].startswith("memory: asks for 2Gi")


def test_a_machine_is_not_ruled_out_by_requests_that_karpenter_does_not_see() -> None:
    messages = found(f"{SMALL_AGENT}\n---\n{LIMITS}", "pod-pending", types="t3.small, m5.large")
    assert len(messages) == 1
    assert messages[0].startswith(
        "the pod stays Pending on some nodes of pool general (on t3.small): memory:"
    )


def test_nodes_that_are_there_already_keep_a_larger_pod_waiting() -> None:
    pool = of_types("t3.small, m5.large")
    changed, unchanged = (
        [
            finding.message
            for finding in dslint.diff(old, AGENT, pool).report.findings
            if finding.rule == "pod-pending"
        ]
        for old in (SMALL_AGENT, AGENT)
    )
    assert changed == [
        (
            "on nodes of pool general that are there already the pod stays Pending if they are t3.small: not "
            "enough room (memory)"
        )
    ]
    assert unchanged == []


def test_expectations_of_a_pool_are_about_the_machines_it_gets() -> None:
    manifest = f"# dslint: expect runs on every node of general\n{AGENT}"
    assert found(manifest, "expectation-failed", types="t3.small, m5.large") == []
    assert len(found(manifest, "expectation-failed", types="t3.small")) == 1
