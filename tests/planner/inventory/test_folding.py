"""Equal nodes folded into pools: shorter, and a plan says the same of as many nodes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.planner.errors import InventoryError
from dslint.planner.inventory.compact_writer import compact_records
from dslint.planner.inventory.folding import folded_records
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.outcomes import placement_of
from dslint.report.inventory_text import render_compact, render_table
from tests.planner.cases import daemonset, plan_of

NODEPOOL = "karpenter.sh/nodepool"


def node(name: str, **parts: Any) -> dict[str, Any]:
    labels = {"kubernetes.io/hostname": name, **parts.pop("labels", {})}
    return {"name": name, "labels": labels, **parts}


def folded(nodes: list[dict[str, Any]]) -> str:
    return render_compact(folded_records(read_inventory(json.dumps({"nodes": nodes})).nodes))


def test_equal_nodes_are_a_pool_with_a_count_and_the_rest_keep_their_names() -> None:
    nodes = [
        *(node(f"ip-{number}.internal", labels={NODEPOOL: "Web_1"}) for number in range(3)),
        *(node(f"ip-{number}.internal", labels={NODEPOOL: "Web_1", "x": "on-x"}) for number in range(4, 6)),
        node("web-1-1", taints=["a:NoSchedule"]),
    ]
    assert folded(nodes) == (
        "pools:\n"
        "  - name: web-1.2\n"
        "    count: 3\n"
        '    labels: {karpenter.sh/nodepool: Web_1, kubernetes.io/hostname: "web-1.2-{n}"}\n'
        "  - name: web-1.3\n"
        "    count: 2\n"
        '    labels: {karpenter.sh/nodepool: Web_1, kubernetes.io/hostname: "web-1.3-{n}", x: on-x}\n'
        "nodes:\n"
        "  - name: web-1-1\n"
        "    labels: {kubernetes.io/hostname: web-1-1}\n"
        '    taints: ["a:NoSchedule"]\n'
    )


def test_every_node_of_a_pool_has_labels_with_its_own_number() -> None:
    text = 'pools: [{name: "w{n:02}", count: 2, labels: {kubernetes.io/hostname: "w{n:02}", a: b}}]'
    labels = [found.labels for found in read_inventory(text).nodes]
    assert labels == [
        {"kubernetes.io/hostname": "w01", "a": "b"},
        {"kubernetes.io/hostname": "w02", "a": "b"},
    ]
    with pytest.raises(InventoryError, match=r"label a: the value '\{n\}' must be letters"):
        read_inventory('nodes: [{name: w, labels: {a: "{n}"}}]')


def machine(number: int, zone: str = "a", **parts: Any) -> dict[str, Any]:
    """A node as a cloud makes it: much of it is the machine's own."""
    name = f"ip-10-0-0-{number}.eu-west-1.compute.internal"
    labels = {
        NODEPOOL: "web",
        "zone": zone,
        "kubernetes.io/hostname": name.partition(".")[0],
        "alpha.eksctl.io/instance-id": f"i-0{number:016x}",
        "internal_addr": f"10.0.0.{number}",
        "uid": f"node-8d5ec4b3-0000-4000-8000-{number:012d}",
        "openebs.io/nodeid": f"csi-{name.partition('.')[0]}-x",
        "nvidia.com/gfd.timestamp": f"17000000{number}",
    }
    return {"name": name, "labels": labels, "kubelet": f"v1.34.{number}-eks-{number}a", **parts}


def test_what_only_says_which_machine_it_is_keeps_no_nodes_apart() -> None:
    candidate = "DeletionCandidateOfClusterAutoscaler=1700000000:PreferNoSchedule"
    cordoned = "node.kubernetes.io/unschedulable:NoSchedule"
    nodes = [
        machine(1, taints=["a:NoSchedule", "b:NoExecute"], unschedulable=True),
        machine(2, taints=["b:NoExecute", candidate, cordoned, "a:NoSchedule"], unschedulable=True),
        machine(3, zone="b"),
        machine(4, zone="b"),
        machine(5, zone="b", kubelet="v1.33.9"),
    ]
    text = folded(nodes)
    assert text == (
        "pools:\n"
        "  - name: web\n"
        "    count: 2\n"
        f"    labels: {model('web')}\n"
        '    taints: ["a:NoSchedule", "b:NoExecute"]\n'
        "    unschedulable: true\n"
        "    kubelet: v1.34.1-eks-1a\n"
        "  - name: web.2\n"
        "    count: 2\n"
        f"    labels: {model('web.2', 'b')}\n"
        "    kubelet: v1.34.3-eks-3a\n"
        "nodes:\n"
        "  - name: ip-10-0-0-5.eu-west-1.compute.internal\n"
        f"    labels: {single(nodes[-1])}\n"
        "    kubelet: v1.33.9\n"
    )
    assert decided(text) == decided(json.dumps({"nodes": nodes}))


def model(name: str, zone: str = "a") -> str:
    mark = f'"{name}-{{n}}"'
    return (
        f"{{alpha.eksctl.io/instance-id: {mark}, internal_addr: {mark}, karpenter.sh/nodepool: web, "
        f"kubernetes.io/hostname: {mark}, nvidia.com/gfd.timestamp: {mark}, "
        f'openebs.io/nodeid: "csi-{name}-{{n}}-x", uid: {mark}, zone: {zone}}}'
    )


def single(written: dict[str, Any]) -> str:
    text = render_compact(compact_records(read_inventory(json.dumps({"nodes": [written]})).nodes))
    return text.partition("labels: ")[2].partition("\n")[0]


def test_labels_that_tell_more_than_the_machine_stay() -> None:
    for values in (("1", "2"), ("rack-1", "rack-2"), ("2024-01-01", "2025-01-01")):
        nodes = [{"name": f"m{number}", "labels": {"l": value}} for number, value in enumerate(values)]
        assert folded(nodes).startswith("nodes:\n")
    ids = ("i-00000001", "i-00000001", "i-00000002")
    text = folded([{"name": f"m{number}", "labels": {"l": value}} for number, value in enumerate(ids)])
    assert "count: 2\n    labels: {l: i-00000001}" in text
    assert "labels: {l: i-00000002}" in text
    shared = [{"name": name, "labels": {NODEPOOL: name}} for name in ("web", "api")]
    assert folded(shared).startswith("nodes:\n")


def test_a_long_pool_leaves_room_for_a_number_in_a_label() -> None:
    text = folded([node(f"n{number}", labels={NODEPOOL: "p" * 63}) for number in range(12)])
    assert len(read_inventory(text).nodes) == 12


NODE = st.fixed_dictionaries(
    {
        "labels": st.dictionaries(st.sampled_from(["pool", NODEPOOL, "zone"]), st.sampled_from("ab")),
        "kubelet": st.sampled_from(["v1.34.1", "v1.34.2", "v1.33.1"]),
    },
    optional={
        "taints": st.sampled_from(
            [
                ["a:NoSchedule"],
                ["b=c:NoExecute"],
                ["a:NoSchedule", "b=c:NoExecute"],
                ["b=c:NoExecute", "c:PreferNoSchedule", "a:NoSchedule"],
            ]
        ),
        "allocatable": st.sampled_from([{"cpu": "1", "pods": 3}, {"cpu": "100m"}]),
        "ready": st.sampled_from([False, "unknown"]),
        "unschedulable": st.just(True),
    },
)
CONTAINER = {"name": "c", "image": "c:1", "resources": {"requests": {"cpu": "200m"}}}
AGENTS = (
    daemonset("plain", containers=[CONTAINER]),
    daemonset("all", tolerations=[{"operator": "Exists"}]),
    daemonset("zoned", nodeSelector={"zone": "a"}),
    daemonset(
        "hosts",
        affinity={
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "Exists"}]}
                    ]
                }
            }
        },
    ),
)


def decided(inventory: str) -> Counter[str]:
    plan = plan_of(*AGENTS, nodes=inventory)
    return Counter(
        f"{placement.daemonset} {placement.outcome} {sorted(reason[:3] for reason in placement.reasons)}"
        for workload in plan.workloads
        for placement in (placement_of(plan, workload, place) for place in range(len(plan.inventory.nodes)))
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(NODE, min_size=1, max_size=12))
def test_a_plan_for_the_pools_says_the_same(parts: list[dict[str, Any]]) -> None:
    nodes = [node(f"n{number}", **part) for number, part in enumerate(parts)]
    for number, written in enumerate(nodes):
        written["labels"]["instance-id"] = f"i-{number:08x}"
    text = folded(nodes)
    assert decided(text) == decided(json.dumps({"nodes": nodes}))
    assert len({found.name for found in read_inventory(text).nodes}) == len(nodes)


def test_names_of_any_length_are_shown() -> None:
    long = "m-" + "x" * 120
    names = [f"ip-10-0-{3 * number}.eu.compute.internal" for number in range(3)]
    nodes = [*({"name": name} for name in names), {"name": long, "ready": False}]
    lines = render_table(read_inventory(json.dumps({"nodes": nodes}))).splitlines()
    assert lines[3].startswith("3: ip-10-0-0, ip-10-0-3, ip-10-0-6  ")
    assert lines[4].startswith(f"{long}  NotReady")
    assert "ip-10-0-0, ip-10-0-3, ip-10-0-6 (*.eu.compute.internal)" in lines
    assert long in lines


def test_pools_that_were_folded_are_folded_no_further() -> None:
    text = folded([node(f"n{number}", labels={"pool": "a"}) for number in range(5)])
    again = read_inventory(text).nodes
    assert render_compact(folded_records(again)) == text
