"""Plan DaemonSets for declared pools: from text to what becomes of each DaemonSet on each pool.

    python -m benchmarks.pools [--pools 200] [--daemonsets 100]

Pools and DaemonSets are made up from a fixed rule; the pools are Karpenter's, each with hundreds of
machine types. Times are those of the processor.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.on_pools.answers import pool_answers
from dslint.planner.plan import plan_objects
from dslint.planner.pools.machine_table import ec2

_ARCHITECTURES = ("amd64", "arm64")


def main() -> None:
    """Measure each stage and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pools", type=int, default=200)
    parser.add_argument("--daemonsets", type=int, default=100)
    options = parser.parse_args()
    pools = _stream(node_pool(number) for number in range(options.pools))
    agents = _stream(daemonset(number) for number in range(options.daemonsets))
    print(f"{options.pools} pools, {options.daemonsets} DaemonSets, {len(ec2().machines)} machine types")
    inventory = _timed("read the pools", lambda: read_inventory(pools))
    manifests = _timed("read the DaemonSets", lambda: read_manifests(agents, "agents.yaml"))
    planned = _timed("plan", lambda: plan_objects(manifests.objects, inventory, (), "1.37"))
    _timed("answers", lambda: [pool_answers(planned, workload) for workload in planned.workloads])
    print(f"{len(planned.inventory.nodes)} nodes stand for the pools")


def _timed(what: str, work: Callable[[], Any]) -> Any:
    start = time.process_time()
    result = work()
    print(f"{what:<20} {time.process_time() - start:6.2f} s")
    return result


def _stream(objects: Any) -> str:
    return "\n---\n".join(map(json.dumps, objects))


def node_pool(number: int) -> dict[str, Any]:
    """A pool of general machines; most have a taint of their own."""
    requirements = [
        {"key": "karpenter.k8s.aws/instance-category", "operator": "In", "values": ["c", "m", "r"]},
        {"key": "karpenter.k8s.aws/instance-generation", "operator": "Gt", "values": [str(number % 4)]},
        {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
    ]
    spec: dict[str, Any] = {
        "requirements": requirements,
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "default"},
    }
    if number % 3:
        spec["taints"] = [{"key": f"team-{number % 7}", "effect": "NoSchedule"}]
    template = {"metadata": {"labels": {"team": f"team-{number % 20}"}}, "spec": spec}
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": f"pool-{number}"},
        "spec": {"template": template},
    }


def daemonset(number: int) -> dict[str, Any]:
    """An agent; some ask for an architecture or a kind of capacity."""
    selector = {}
    if number % 4 == 0:
        selector["kubernetes.io/arch"] = _ARCHITECTURES[number // 4 % 2]
    if number % 5 == 0:
        selector["karpenter.sh/capacity-type"] = "spot"
    if number % 9 == 0:
        selector["team"] = f"team-{number % 20}"
    tolerations = (
        [{"operator": "Exists"}] if number % 2 else [{"key": f"team-{number % 7}", "operator": "Exists"}]
    )
    requests = {"cpu": f"{10 + number}m", "memory": "64Mi"}
    pod = {
        "nodeSelector": selector,
        "tolerations": tolerations,
        "containers": [{"name": "c", "image": "example.com/agent:1", "resources": {"requests": requests}}],
    }
    labels = {"app": f"agent-{number}"}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": f"agent-{number}", "namespace": "agents"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        },
    }


if __name__ == "__main__":
    main()
