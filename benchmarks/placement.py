"""Plan DaemonSets for many nodes, and hold it against a plain loop over the nodes.

    python -m benchmarks.placement [--nodes 100000] [--daemonsets 100] [--priorities]

Nodes and DaemonSets are made up from a fixed seed; both ways start from nodes that are read and manifests
that are parsed. Smaller numbers of both come first: the curve. The plain loop is
`dslint.planner.placement.controller.decide`, node by node, for a few of the DaemonSets, scaled up.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import time
from dataclasses import replace
from typing import Any

from dslint.kubernetes.taints import Taint
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import Node
from dslint.planner.placement.controller import decide
from dslint.planner.plan import Planned, make_plan
from dslint.planner.workload.demands import demands_of
from dslint.planner.workload.podshape import shape_of
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload
from dslint.reader.objects import Manifest
from dslint.values.finding import ObjectName

_SAMPLE = 5
_ZONES = [f"zone-{letter}" for letter in "abcdef"]
_POOLS = [f"pool-{number}" for number in range(20)]
_SIZES = [
    {"cpu": 3920, "memory": 15 << 30, "pods": 110},
    {"cpu": 7910, "memory": 30 << 30, "pods": 110},
    {"cpu": 15890, "memory": 61 << 30, "pods": 250},
]
_PRIORITIES = [0, 0, 0, 1000, 2_000_001_000]
_TAINTS = [
    (),
    (Taint("nvidia.com/gpu", "present", "NoSchedule"),),
    (Taint("dedicated", "batch", "NoSchedule"),),
    (Taint("node-role.kubernetes.io/control-plane", "", "NoSchedule"),),
    (Taint("dedicated", "edge", "NoExecute"), Taint("spot", "true", "NoSchedule")),
]


def make_nodes(number: int, seed: int = 1) -> tuple[Node, ...]:
    """Nodes with labels as clusters have them; hostname and rack have many values."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return tuple(_node(place, chance) for place in range(number))


def _node(place: int, chance: random.Random) -> Node:
    labels = {
        "kubernetes.io/hostname": f"node-{place}",
        "kubernetes.io/os": "windows" if chance.random() < 0.03 else "linux",
        "kubernetes.io/arch": chance.choice(("amd64", "amd64", "arm64")),
        "topology.kubernetes.io/zone": chance.choice(_ZONES),
        "pool": chance.choice(_POOLS),
        "rack": f"rack-{chance.randrange(2000)}",
        "generation": str(chance.randrange(1, 12)),
    }
    if chance.random() < 0.1:
        labels["node-role.kubernetes.io/edge"] = ""
    if chance.random() < 0.2:
        labels["disktype"] = chance.choice(("ssd", "nvme"))
    taints = chance.choices(_TAINTS, (80, 5, 5, 5, 5))[0]
    return Node(f"node-{place}", labels, taints, allocatable=chance.choice(_SIZES))


def make_manifest(number: int, chance: random.Random) -> dict[str, Any]:
    """One agent: a selector, an affinity, tolerations, requests, at random."""
    spec: dict[str, Any] = {
        "containers": [
            {
                "name": "agent",
                "image": "example.com/agent:1",
                "resources": {
                    "requests": {
                        "cpu": f"{chance.randrange(10, 150)}m",
                        "memory": f"{chance.randrange(32, 400)}Mi",
                    }
                },
            }
        ]
    }
    kind = chance.random()
    if kind < 0.5:
        spec["nodeSelector"] = {"kubernetes.io/os": "linux"}
    if kind < 0.3:
        spec["nodeSelector"]["pool"] = chance.choice(_POOLS)
    if 0.3 < kind < 0.8:
        required = {"requiredDuringSchedulingIgnoredDuringExecution": _terms(chance)}
        spec["affinity"] = {"nodeAffinity": required}
    spec["tolerations"] = chance.choice(
        (
            [],
            [{"operator": "Exists"}],
            [{"key": "nvidia.com/gpu", "operator": "Exists"}],
            [{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists", "effect": "NoSchedule"}],
            [{"key": "dedicated", "value": "batch", "effect": "NoSchedule"}],
        )
    )
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": f"agent-{number}", "namespace": "agents"},
        "spec": {"template": {"metadata": {"labels": {"app": f"agent-{number}"}}, "spec": spec}},
    }


def _terms(chance: random.Random) -> dict[str, Any]:
    choices: list[dict[str, Any]] = [
        {"key": "node-role.kubernetes.io/edge", "operator": "DoesNotExist"},
        {"key": "topology.kubernetes.io/zone", "operator": "In", "values": chance.sample(_ZONES, 3)},
        {"key": "pool", "operator": "NotIn", "values": chance.sample(_POOLS, 4)},
        {"key": "generation", "operator": "Gt", "values": [str(chance.randrange(1, 10))]},
        {"key": "disktype", "operator": "Exists"},
        {"key": "rack", "operator": "NotIn", "values": [f"rack-{chance.randrange(2000)}"]},
        {"key": "kubernetes.io/hostname", "operator": "NotIn", "values": [f"node-{chance.randrange(9)}"]},
    ]
    terms = [{"matchExpressions": chance.sample(choices, chance.randrange(1, 4))} for _ in range(2)]
    return {"nodeSelectorTerms": terms}


def make_workloads(number: int, seed: int = 2, *, priorities: bool = False) -> tuple[Workload, ...]:
    """Parsed DaemonSets; of one priority, or of three, so that pods push others off."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    made = [_workload(place, make_manifest(place, chance)) for place in range(number)]
    if not priorities:
        return tuple(made)
    return tuple(
        replace(workload, shape=workload.shape._replace(priority=chance.choice(_PRIORITIES)))
        for workload in made
    )


def _workload(number: int, manifest: dict[str, Any]) -> Workload:
    key = f"agents/{manifest['metadata']['name']}"
    source = Sourced("made up", Manifest(None, None, ObjectName("", "", "", "")))  # type: ignore[arg-type]
    shape = shape_of(manifest, Surroundings())
    return Workload(number, key, source, manifest, demands_of(manifest), shape)


def fast(nodes: tuple[Node, ...], workloads: tuple[Workload, ...]) -> tuple[Planned, float]:
    """The plan, and the seconds it took."""
    start = time.perf_counter()
    planned = make_plan(workloads, Inventory(nodes), Surroundings())
    return planned, time.perf_counter() - start


def plain(nodes: tuple[Node, ...], workloads: tuple[Workload, ...]) -> float:
    """The seconds a loop over all nodes would take for all DaemonSets, from a sample of them."""
    sample = workloads[:: max(len(workloads) // _SAMPLE, 1)][:_SAMPLE]
    start = time.perf_counter()
    for workload in sample:
        for node in nodes:
            decide(workload.demands, node)
    return (time.perf_counter() - start) / len(sample) * len(workloads)


def main() -> None:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--daemonsets", type=int, default=100)
    parser.add_argument("--priorities", action="store_true", help="DaemonSets of three priorities")
    options = parser.parse_args()
    gc.disable()
    nodes, kinds = options.nodes, options.daemonsets
    print("   nodes  DaemonSets   plan s  CPU s  plain loop s  ratio  classes  most MiB")
    for number in (nodes // 10, nodes * 3 // 10, nodes):
        for kind in (kinds // 10, kinds * 3 // 10, kinds):
            _measure(number, kind, priorities=options.priorities)


def _measure(number: int, kinds: int, *, priorities: bool) -> None:
    nodes, workloads = make_nodes(number), make_workloads(kinds, priorities=priorities)
    before = time.process_time()
    planned, seconds = fast(nodes, workloads)
    busy = time.process_time() - before
    loop = plain(nodes, workloads)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{number:>8} {kinds:>11} {seconds:>8.2f} {busy:>6.2f} {loop:>13.1f} {seconds / loop:>6.3f} "
        f"{len(planned.schedules):>8} {most:>9.0f}"
    )


if __name__ == "__main__":
    main()
