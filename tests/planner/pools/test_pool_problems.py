"""Findings about pools."""

from __future__ import annotations

import json

import pytest

import dslint
from tests.planner.cases import daemonset

POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: general}
spec:
  template:
    spec:
      STARTUP
      requirements:
        - {key: node.kubernetes.io/instance-type, operator: In, values: [TYPES]}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
"""


def found(manifest: str, rule: str, startup: str = "weight: 1", types: str = "m5.large") -> list[str]:
    pool = POOL.replace("STARTUP", startup).replace("TYPES", types)
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
            "and its pods do not tolerate it (<inventory>:7)"
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
    assert found(manifest, "pod-pending", types="m5.large, m5.xlarge") == [
        (
            "the pod stays Pending on some nodes of pool general (on m5.large): memory: asks for 10Gi, "
            "the node has 6.7Gi"
        )
    ]
    assert found(manifest, "pod-pending", types="m5.large") == [
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
