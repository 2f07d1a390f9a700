"""Small plans that several tests look at."""

from __future__ import annotations

import json
from typing import Any

from dslint.planner.inventory.manifests import Manifests, read_manifests
from dslint.planner.inventory.pods import pod_of
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.outcomes import placement_of
from dslint.planner.plan import Planned, plan_objects
from dslint.planner.values import Placement
from tests.manifests import CONTAINERS, daemonset_of

NODES = """
nodes:
  - name: cp-1
    os: linux
    labels: {node-role.kubernetes.io/control-plane: "", zone: a}
    taints: ["node-role.kubernetes.io/control-plane:NoSchedule"]
    allocatable: {cpu: 4, memory: 8Gi, pods: 110}
  - {name: worker-1, os: linux, labels: {zone: a}, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
  - {name: worker-2, os: linux, labels: {zone: b}, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
  - {name: edge-1, os: linux, labels: {edge: ""}, allocatable: {cpu: 500m, memory: 192Mi, pods: 8}}
  - {name: gpu-1, os: linux, taints: ["nvidia.com/gpu=present:NoSchedule"]}
  - {name: sick-1, os: linux, ready: false, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
  - {name: win-1, os: windows, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
pools:
  - {name: spot, count: 0, os: linux, labels: {zone: c}, allocatable: {cpu: 8, memory: 16Gi, pods: 110}}
"""

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: log-agent, namespace: kube-system}
spec:
  selector: {matchLabels: {app: log-agent}}
  template:
    metadata: {labels: {app: log-agent}}
    spec:
      nodeSelector:
        kubernetes.io/os: linux
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
      containers:
        - name: agent
          image: example.com/agent:1
          resources:
            requests: {cpu: 100m, memory: 256Mi}
"""


def daemonset(name: str = "agent", **spec: Any) -> str:
    """A DaemonSet as YAML (written as JSON) with this in its pod spec."""
    return json.dumps(
        daemonset_of({**spec, "containers": spec.get("containers", CONTAINERS)}, name=name, namespace="test")
    )


def plan_of(*manifests: str, nodes: str = NODES, pods: tuple[dict[str, Any], ...] = ()) -> Planned:
    """Plan some manifests, one file for all."""
    text: Manifests = read_manifests("\n---\n".join(manifests), "agents.yaml")
    found = tuple(pod for data in pods if (pod := pod_of(data)) is not None)
    return plan_objects(text.objects, read_inventory(nodes, "nodes.yaml"), found, "1.37")


def placed(planned: Planned, number: int = 0) -> dict[str, Placement]:
    """Node name -> placement of one DaemonSet."""
    workload = planned.workloads[number]
    return {
        node.name: placement_of(planned, workload, place)
        for place, node in enumerate(planned.inventory.nodes)
    }


def outcomes(planned: Planned, number: int = 0) -> dict[str, str]:
    """Node name -> outcome of one DaemonSet."""
    return {name: placement.outcome for name, placement in placed(planned, number).items()}


def why(planned: Planned, node: str, number: int = 0) -> list[str]:
    """The reasons of one DaemonSet on one node, as `code subject: text`."""
    return [
        f"{reason.code} {reason.subject}: {reason.text}" for reason in placed(planned, number)[node].reasons
    ]
