from __future__ import annotations

import pytest

from dslint.planner.errors import InventoryError
from tests.planner.pools.reading import labels_of, pools_in, taints_of

GPU = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: gpu}
spec:
  weight: 10
  limits: {nodes: "20", cpu: 1000}
  template:
    metadata: {labels: {team: ml}}
    spec:
      expireAfter: 720h
      taints:
        - {key: nvidia.com/gpu, value: "true", effect: NoSchedule}
      startupTaints:
        - {key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute}
      requirements:
        - {key: karpenter.k8s.aws/instance-family, operator: In, values: [g5, g6], minValues: 2}
        - {key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}
        - {key: beta.kubernetes.io/arch, operator: In, values: [amd64]}
        - {key: example.com/tier, operator: Gt, values: ["3"]}
        - {key: example.com/old, operator: DoesNotExist}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
"""


def test_a_node_pool() -> None:
    (pool,) = pools_in(GPU, "gpu.yaml")
    assert (pool.name, pool.format, str(pool.place)) == ("gpu", "Karpenter NodePool", "gpu.yaml:1")
    assert pool.counts == (0, None, 20)
    assert labels_of(pool) == {
        "team": "ml",
        "karpenter.sh/capacity-type": "on-demand",
        "karpenter.sh/nodepool": "gpu",
        "karpenter.sh/registered": "true",
        "karpenter.sh/initialized": "true",
        "karpenter.k8s.aws/ec2nodeclass": "default",
        "kubernetes.io/arch": "amd64",
    }
    assert taints_of(pool) == ["nvidia.com/gpu=true:NoSchedule"]
    assert [str(taint.taint) for taint in pool.startup_taints] == [
        "node.cilium.io/agent-not-ready=true:NoExecute"
    ]


def test_labels_that_nodes_may_differ_in() -> None:
    (pool,) = pools_in(GPU, "gpu.yaml")
    family = pool.labels["karpenter.k8s.aws/instance-family"]
    assert sorted(family.values.listed) == ["g5", "g6"]
    assert (str(family.origin.place), family.origin.assumed) == ("gpu.yaml:16", "")
    assert pool.labels["example.com/tier"].values.above == 3
    assert not pool.labels["example.com/old"].values.is_open
    zone = pool.labels["topology.kubernetes.io/zone"]
    assert (zone.values.is_open, zone.origin.assumed) == (
        True,
        "set by Karpenter; the pool leaves it open",
    )
    assert "example.com/unheard-of" not in pool.labels


def test_a_static_pool_has_its_replicas() -> None:
    (pool,) = pools_in(GPU.replace("  weight: 10\n", "  replicas: 4\n"))
    assert pool.counts == (4, 4, 4)


@pytest.mark.parametrize(
    "spec, system",
    [
        ("amiSelectorTerms: [{alias: al2023@latest}]", "linux"),
        ("amiSelectorTerms: [{alias: windows2022@v1}]", "windows"),
        ("amiFamily: Bottlerocket", "linux"),
        ("amiSelectorTerms: [{id: ami-1}]", None),
        ("amiFamily: Custom", None),
    ],
)
def test_the_image_of_the_node_class_decides_the_operating_system(spec: str, system: str | None) -> None:
    node_class = (
        "---\napiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n"
        f"metadata: {{name: default}}\nspec: {{{spec}}}\n"
    )
    (pool,) = pools_in(GPU + node_class)
    assert labels_of(pool).get("kubernetes.io/os") == system


@pytest.mark.parametrize(
    "old, new, message",
    [
        (
            "operator: In, values: [on-demand]",
            "operator: Is, values: [on-demand]",
            "gpu.yaml:17:55: unknown operator 'Is'; expected one of In, NotIn, Exists, DoesNotExist, Gt, ",
        ),
        ('values: ["3"]', "values: [many]", "gpu.yaml:19:57: Gt needs exactly one integer"),
        (
            "{team: ml}",
            "{team: $TEAM}",
            "gpu.yaml:8:31: label team: the value '$TEAM' must be letters, digits, '-', '_' and '.'",
        ),
        (
            "{team: ml}",
            "{team: '${TEAM}'}",
            "gpu.yaml:8:31: '${TEAM}' is a placeholder of a template; render the file first",
        ),
        (
            "{name: gpu}",
            "{name: '${POOL}'}",
            "gpu.yaml:3:18: '${POOL}' is a placeholder of a template; render the file first",
        ),
        ("effect: NoSchedule", "effect: Never", "gpu.yaml:12:11: taint nvidia.com/gpu: unknown effect"),
        (
            "  template:\n",
            "  template: []\n  old:\n",
            "gpu.yaml:7:13: template is a list; expected a mapping",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(InventoryError) as caught:
        pools_in(GPU.replace(old, new), "gpu.yaml")
    assert message in str(caught.value)


def test_a_placeholder_for_an_effect_is_one_fault() -> None:
    with pytest.raises(InventoryError) as caught:
        pools_in(GPU.replace("effect: NoSchedule", "effect: '${EFFECT}'"), "gpu.yaml")
    assert str(caught.value).count("gpu.yaml:12:") == 1
    assert "'${EFFECT}' is a placeholder" in str(caught.value)


def test_the_kubelet_of_an_older_node_pool_is_in_its_template() -> None:
    old = GPU.replace("karpenter.sh/v1", "karpenter.sh/v1beta1")
    old = old.replace(
        "    spec:\n", "    spec:\n      kubelet: {maxPods: 20, systemReserved: {cpu: 200m}}\n", 1
    )
    (pool,) = pools_in(old)
    assert pool.machines.max_pods == 20
    assert pool.machines.reserved == {"cpu": 200}
