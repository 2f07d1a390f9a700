"""An inventory cut down, with or without other names, gives the same plan."""

from __future__ import annotations

import json

import pytest

from dslint.planner.inventory.compact_writer import compact_records, objects_of_nodes, redacted
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.outcomes import placement_of
from dslint.report.inventory_text import render_compact, render_table
from tests.planner.cases import AGENT, NODES, daemonset, plan_of

DUMP = json.dumps(
    {
        "kind": "List",
        "items": [
            {
                "kind": "Node",
                "metadata": {
                    "name": f"ip-10-0-0-{number}.internal",
                    "labels": {
                        "kubernetes.io/hostname": f"ip-10-0-0-{number}",
                        "kubernetes.io/os": "linux",
                        "instance": f"i-ip-10-0-0-{number}-x",
                        "odd": "on",
                        "number": "5",
                    },
                    "managedFields": [{"manager": "kubelet"}],
                },
                "spec": {"unschedulable": number == 2, "taints": [{"key": "a", "effect": "NoSchedule"}]},
                "status": {
                    "allocatable": {"cpu": "3920m", "memory": "15842000Ki", "pods": "110", "x.y/z": "0"},
                    "conditions": [
                        {"type": "Ready", "status": "Unknown" if number == 3 else "True"},
                        {"type": "PIDPressure", "status": "True" if number == 4 else "False"},
                    ],
                    "images": [{"names": ["x"]}],
                },
            }
            for number in range(1, 11)
        ],
    }
)
AGENTS = (AGENT, daemonset("other", tolerations=[{"operator": "Exists"}], nodeSelector={"number": "5"}))


def decided(nodes: str) -> list[str]:
    """Everything a plan says of the nodes but their names and their order."""
    plan = plan_of(*AGENTS, nodes=nodes)
    return sorted(
        f"{placement.daemonset} {placement.outcome} "
        f"{[(reason.code, reason.subject) for reason in placement.reasons]}"
        for workload in plan.workloads
        for placement in (placement_of(plan, workload, place) for place in range(len(plan.inventory.nodes)))
    )


@pytest.mark.parametrize("text", [DUMP, NODES])
def test_the_compact_form_gives_the_same_plan(text: str) -> None:
    slim = render_compact(compact_records(read_inventory(text).nodes))
    assert decided(slim) == decided(text)
    assert len(slim) < len(text) * 1.2
    assert [node.name for node in read_inventory(slim).nodes if node.pool == ""] == [
        node.name for node in read_inventory(text).nodes if node.pool == ""
    ]


@pytest.mark.parametrize("text", [DUMP, NODES])
def test_slim_twice_is_slim_once(text: str) -> None:
    once = render_compact(compact_records(read_inventory(text).nodes))
    assert render_compact(compact_records(read_inventory(once).nodes)) == once


def test_the_json_form_gives_the_same_plan() -> None:
    assert decided(json.dumps(objects_of_nodes(read_inventory(DUMP).nodes))) == decided(DUMP)


def test_other_names_are_the_same_everywhere_and_give_the_same_plan() -> None:
    nodes = list(redacted(read_inventory(DUMP).nodes))
    slim = render_compact(compact_records(nodes))
    assert "ip-10-0-0" not in slim
    assert nodes[0].name == "node-01"
    assert nodes[0].labels["kubernetes.io/hostname"] == "node-01"
    assert nodes[0].labels["instance"] == "i-node-01-x"
    assert decided(slim) == decided(DUMP)


def test_pools_stay_pools() -> None:
    text = "pools: [{name: a, count: 3}, {name: b, count: 0}, {name: 'c{n:02}', count: 1}]"
    assert render_compact(compact_records(read_inventory(text).nodes)).splitlines() == [
        "pools:",
        "  - name: a",
        "    count: 3",
        "  - name: b",
        "    count: 0",
        "nodes:",
        "  - name: c01",
    ]


def test_no_node_is_an_empty_list() -> None:
    assert render_compact(compact_records(())) == "nodes: []\n"


def test_a_table_shows_equal_nodes_together() -> None:
    text = render_table(read_inventory(NODES))
    assert text.startswith("7 nodes in 8 groups of equal nodes\n")
    rows = text.splitlines()
    assert next(row for row in rows if row.startswith("sick-1")).split()[1] == "NotReady"
    assert next(row for row in rows if row.startswith("spot ")).split()[1:3] == ["0", "now"]
    assert (
        "    taints that follow from its state and are not written: node.kubernetes.io/not-ready:NoSchedule,"
        in rows
    )
