"""The overhead table: what counts, what does not, and the smallest machine that takes everything."""

from __future__ import annotations

from typing import Any

import dslint
from dslint.planner.overhead.per_node import Overhead, overheads, unplaced_of
from dslint.planner.overhead.smallest import Smallest, smallest_for_all, smallest_machines
from dslint.planner.plan import Planned
from tests.planner.cases import daemonset, plan_of

MI = 1 << 20
NODES = """
nodes:
  - {name: a1, os: linux, labels: {node.kubernetes.io/instance-type: m5.large},
     allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
  - {name: a2, os: linux, labels: {node.kubernetes.io/instance-type: m5.large},
     allocatable: {cpu: 2, memory: 4194300Ki, pods: 20}}
  - {name: tiny, os: linux, allocatable: {cpu: 100m, memory: 4Gi, pods: 20}}
  - {name: open, os: linux}
  - {name: win-1, os: windows, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
pools:
  - {name: spot, count: 0, os: linux, allocatable: {cpu: 8, memory: 16Gi, pods: 110, nvidia.com/gpu: 2}}
"""
KARPENTER = """
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: general}
spec:
  template:
    spec:
      requirements:
        - {key: node.kubernetes.io/instance-type, operator: In, values: [TYPES]}
        - {key: kubernetes.io/os, operator: In, values: [linux]}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
"""


def asking(**requests: str) -> list[dict[str, Any]]:
    named = {name.replace("_", "-"): quantity for name, quantity in requests.items()}
    return [{"name": "c", "image": "c:1", "resources": {"requests": named}}]


def karpenter(*types: str) -> str:
    return KARPENTER.replace("TYPES", ", ".join(types))


def rows(planned: Planned) -> dict[tuple[str, ...], Overhead]:
    """Names of the nodes, and what they stand for -> the row."""
    nodes = planned.inventory.nodes
    return {
        (
            *(nodes[place].name for place in range(len(nodes)) if row.nodes >> place & 1),
            *row.machine.types,
        ): row
        for row in overheads(planned)
    }


def keys(planned: Planned, row: Overhead) -> list[str]:
    return [planned.workloads[number].key for number in row.agents]


def test_only_pods_that_run_are_counted_and_those_that_do_not_fit_are_named() -> None:
    linux = {"kubernetes.io/os": "linux"}
    planned = plan_of(
        daemonset("big", containers=asking(cpu="300m", memory="64Mi"), nodeSelector=linux),
        daemonset("small", containers=asking(cpu="50m", memory="128Mi", ephemeral_storage="1Gi")),
        daemonset("idle"),
        nodes=NODES,
    )
    found = rows(planned)
    both = found["a1", "a2", "m5.large"]
    assert keys(planned, both) == ["test/big", "test/small", "test/idle"]
    assert both.requests == {"cpu": 350, "memory": 192 * MI, "ephemeral-storage": 1 << 30, "pods": 3}
    assert both.share("cpu") == 0.175
    assert both.share("pods") == 0.15
    assert both.share("ephemeral-storage") is None  # the inventory does not mention it
    assert both.machine.allocatable is not None
    assert both.machine.allocatable["memory"] == 4194300 << 10  # the smaller of the two
    tiny = found["tiny",]
    assert keys(planned, tiny) == ["test/small", "test/idle"]
    assert tiny.requests["cpu"] == 50
    (missing,) = unplaced_of(planned, tiny)
    assert (planned.workloads[missing.number].key, missing.outcome) == ("test/big", "pending")
    assert missing.reasons[0].text == (
        "cpu: asks for 300m, 50m of the node's 100m are free; held by test/small 50m"
    )
    assert found["open",].share("cpu") is None
    windows = found["win-1",]
    assert (windows.system, keys(planned, windows)) == ("windows", ["test/small", "test/idle"])
    assert found["spot",].requests["pods"] == 3


def test_rows_of_a_declared_pool_are_its_sizes() -> None:
    agent = daemonset("agent", containers=asking(cpu="100m", memory="200Mi"))
    group = "managedNodeGroups: [{name: general, instanceTypes: [m5.large, m5a.large, m5.xlarge, m9.huge]}]"
    nodes = (
        f"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: a, region: b}}\n{group}\n"
    )
    planned = plan_of(agent, nodes=nodes)
    found = [
        (row.pool, row.machine.types, row.machine.allocatable is None, row.requests["pods"])
        for row in overheads(planned)
    ]
    assert found == [
        ("general", ("m5.large", "m5a.large"), False, 1),
        ("general", ("m5.xlarge",), False, 1),
        ("general", ("m9.huge",), True, 1),
    ]


def test_of_many_types_the_smallest_and_the_largest_have_a_row() -> None:
    planned = plan_of(
        daemonset("agent", containers=asking(cpu="100m")),
        nodes=karpenter(
            *(f"m5.{size}" for size in ("large", "xlarge", *(f"{n}xlarge" for n in (2, 4, 8, 12, 24))))
        ),
    )
    small, large = (row.machine for row in overheads(planned))
    assert (small.types, small.rank, small.among) == (("m5.large",), "smallest", 7)
    assert (large.types, large.rank, large.among) == (("m5.24xlarge",), "largest", 7)


def only(planned: Planned, **more: int) -> Smallest:
    (found,) = smallest_machines(planned, more)
    return found


def test_the_smallest_machine_holds_all_agents_wanted_on_any_node_of_its_type() -> None:
    arm = {"kubernetes.io/arch": "arm64"}
    planned = plan_of(
        daemonset("everywhere", containers=asking(cpu="1500m")),
        daemonset("arm-only", containers=asking(cpu="1500m"), nodeSelector=arm),
        nodes=karpenter("m6g.large", "m5.large", "m6g.xlarge"),
    )
    found = only(planned)
    assert (found.machine, found.agents["cpu"], found.agents["pods"]) == ("m5.large", 1500, 1)
    assert only(planned, cpu=500).machine == "m6g.xlarge"
    assert only(planned, cpu=500).agents["cpu"] == 3000
    assert only(planned, cpu=90_000).machine is None


def test_a_size_that_is_not_known_is_not_guessed() -> None:
    planned = plan_of(daemonset("agent", containers=asking(cpu="1")), nodes=karpenter("m9.huge"))
    found = only(planned)
    assert (found.machine, found.known) == (None, False)
    assert smallest_for_all(planned, {"cpu": 1}) is None


def test_a_pod_that_waits_for_a_gate_takes_no_room() -> None:
    gate = daemonset("gated", containers=asking(cpu="1"), schedulingGates=[{"name": "example.com/later"}])
    planned = plan_of(gate, nodes=karpenter("m5.large"))
    assert only(planned).agents == {"pods": 0}


def test_python_gives_the_table_when_it_is_asked_for() -> None:
    agents = daemonset("agent", containers=asking(cpu="300m")) + "\n---\n" + daemonset("idle")
    plan = dslint.plan(agents, NODES)
    tiny = next(row for row in plan.cost if row.nodes == ("tiny",))
    assert isinstance(tiny, dslint.NodeCost)
    assert (tiny.pool, tiny.system, tiny.there, tiny.requests) == ("", "linux", 1, {"pods": 1})
    assert tiny.daemonsets == (dslint.AgentCost("test/idle", {"pods": 1}, {}),)
    (missing,) = tiny.not_running
    assert (missing.daemonset, missing.outcome, missing.older_pod_runs) == ("test/agent", "pending", False)
    assert missing.reasons[0].code == "insufficient-resource"
    assert len(plan.cost) == len(plan.cost[:]) == 5
