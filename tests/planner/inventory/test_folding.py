"""Equal nodes folded into pools: shorter, and a plan says the same of as many nodes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.planner.errors import InventoryError
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


NODE = st.fixed_dictionaries(
    {"labels": st.dictionaries(st.sampled_from(["pool", NODEPOOL, "zone"]), st.sampled_from("ab"))},
    optional={
        "taints": st.sampled_from([["a:NoSchedule"], ["b=c:NoExecute"]]),
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
        f"{placement.daemonset} {placement.outcome} {[reason[:3] for reason in placement.reasons]}"
        for workload in plan.workloads
        for placement in (placement_of(plan, workload, place) for place in range(len(plan.inventory.nodes)))
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(NODE, min_size=1, max_size=12))
def test_a_plan_for_the_pools_says_the_same(parts: list[dict[str, Any]]) -> None:
    nodes = [node(f"n{number}", **part) for number, part in enumerate(parts)]
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
