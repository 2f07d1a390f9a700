"""What a plan is made for when pools are given instead of nodes."""

from __future__ import annotations

import dslint
from tests.planner.cases import daemonset, plan_of

EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop}
managedNodeGroups:
  - {name: general, instanceType: m5.large, desiredCapacity: 3}
"""
KIND = """\
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes: [{role: control-plane}, {role: worker}]
"""
KARPENTER = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: general}
spec: {template: {spec: {requirements: [{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}]}}}
"""


def outcomes(nodes: str, manifest: str) -> dict[str, str]:
    return {one.node: one.outcome for one in dslint.plan(manifest, nodes).placements}


def test_a_pool_of_known_size_is_that_many_nodes() -> None:
    assert outcomes(EKSCTL, daemonset()) == {"general-1": "runs", "general-2": "runs", "general-3": "runs"}


def test_nodes_with_names_keep_them() -> None:
    assert outcomes(KIND, daemonset()) == {"kind-control-plane": "keeps", "kind-worker": "runs"}


def test_a_pool_whose_nodes_differ_is_one_node_for_each_part() -> None:
    manifest = daemonset(nodeSelector={"kubernetes.io/arch": "arm64"})
    assert outcomes(KARPENTER, manifest) == {
        "general[arch=amd64]": "excluded",
        "general[arch=arm64]": "runs",
    }
    planned = plan_of(manifest, nodes=KARPENTER)
    assert [node.count for node in planned.inventory.nodes] == [0, 0]


def test_an_open_system_is_told_by_the_systems_that_nodes_have() -> None:
    nodes = "\n".join(line for line in KARPENTER.splitlines() if "requirements" not in line)
    nodes += "\nspec: {template: {spec: {}}}\n"
    assert outcomes(nodes, daemonset(nodeSelector={"kubernetes.io/os": "linux"})) == {
        "general[os=linux]": "runs",
        "general[os=windows]": "excluded",
    }


def test_a_machine_type_without_a_known_size_is_told_beside_others() -> None:
    nodes = KARPENTER.replace("kubernetes.io/arch", "node.kubernetes.io/instance-type")
    nodes = nodes.replace("[amd64, arm64]", "[m5.large, m99.huge]")
    planned = plan_of(daemonset(), nodes=nodes)
    assert {node.name: node.allocatable is not None for node in planned.inventory.nodes} == {
        "general": True,
        "general[m99.huge]": False,
    }


def test_two_pools_of_one_name_do_not_collide() -> None:
    assert list(outcomes(f"{KARPENTER}---\n{KARPENTER}", daemonset())) == ["general", "general.2"]


def test_a_pool_too_large_to_count_is_one_node() -> None:
    assert list(outcomes(EKSCTL.replace(": 3", ": 1000000000"), daemonset())) == ["general"]


def test_a_file_may_hold_pools_and_daemonsets() -> None:
    planned = plan_of(daemonset(), nodes=f"{KARPENTER}---\n{KIND}")
    assert [node.name for node in planned.inventory.nodes] == [
        "general",
        "kind-control-plane",
        "kind-worker",
    ]


def test_pools_of_one_name_are_numbered_in_the_order_of_the_input() -> None:
    """A line that moves in a revision does not give the nodes other names."""
    gap = "\n" * 10
    ten_lines_lower = f"{EKSCTL}---{gap}{EKSCTL}"
    for nodes in (f"{EKSCTL}---\n{EKSCTL}", ten_lines_lower):
        assert list(outcomes(nodes, daemonset())) == [
            "general-1", "general-2", "general-3", "general-1.2", "general-2.2", "general-3.2",
        ]  # fmt: skip
