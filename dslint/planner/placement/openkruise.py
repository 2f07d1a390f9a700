"""The nodes on which OpenKruise creates pods of an Advanced DaemonSet, and those that it holds back.

Source: OpenKruise 1.9, pkg/controller/daemonset (manage, GetNodesNeedingPods). With `partitionedScaling`,
missing pods are created on the first nodes by name, until all but `partition` nodes have a pod of the current
template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping
from dslint.kubernetes.openkruise.fields import OLD_VERSION
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.values.api_groups import is_advanced
from dslint.values.path import FieldPath, field_text

PROGRESSIVE = "daemonset.kruise.io/progressive-create-pod"
PARTITION: FieldPath = ("spec", "updateStrategy", "rollingUpdate", "partition")
_PERCENT = re.compile(r"([0-9]{1,9})%\Z")


class Had(NamedTuple):
    """Nodes (as bits) that already have a pod of a DaemonSet, and the number of pods of its template."""

    nodes: int = 0
    current: int = 0


class HeldBack(NamedTuple):
    """Wanted nodes (as bits) that get no pod for now, and why."""

    nodes: int
    reason: Reason


def held_back(workload: Workload, nodes: Sequence[Node], run: int, had: Had) -> HeldBack | None:
    """Return what partitioned scaling holds back of the wanted nodes `run`; None if nothing."""
    missing, desired = run & ~had.nodes, run.bit_count()
    created = created_on(workload, nodes, run, had)
    if created == missing:
        return None
    partition = rolling_of(workload.manifest).get("partition")
    words = (
        f"OpenKruise creates no pod on {(missing & ~created).bit_count()} of {desired} nodes for now "
        f"(partitionedScaling with partition: {partition}), the last by name"
    )
    reason = Reason("partition", f"partition={partition}", words, field_text(PARTITION), PARTITION)
    return HeldBack(missing & ~created, reason)


def created_on(workload: Workload, nodes: Sequence[Node], run: int, had: Had) -> int:
    """Return the nodes without a pod where the controller creates one."""
    missing, desired = run & ~had.nodes, run.bit_count()
    if not missing or not scales_by_partition(workload.manifest):
        return missing
    room = max(0, desired - kept_number(workload.manifest, desired) - had.current)
    by_name = sorted(places(missing), key=lambda place: nodes[place].name)
    return set_of(islice(by_name, room), len(nodes))


def scales_by_partition(manifest: Mapping[str, Any]) -> bool:
    """Whether the partition also holds back missing pods; v1alpha1 has an annotation for this."""
    if not is_advanced(manifest.get("apiVersion")):
        return False
    if mapping(manifest, "metadata", "annotations").get(PROGRESSIVE) == "true":
        return True
    scaling = mapping(manifest, "spec", "scaleStrategy").get("partitionedScaling")
    return scaling is True and manifest.get("apiVersion") != OLD_VERSION


def rolling_of(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `rollingUpdate` of an Advanced DaemonSet; empty with another strategy, which ignores it."""
    strategy = mapping(manifest, "spec", "updateStrategy")
    return mapping(strategy, "rollingUpdate") if strategy.get("type") == "RollingUpdate" else {}


def kept_number(manifest: Mapping[str, Any], desired: int) -> int:
    """Return the number of nodes that keep their pod; a percentage is rounded down."""
    partition = rolling_of(manifest).get("partition")
    if isinstance(partition, str):
        share = _PERCENT.match(partition)
        return int(share[1]) * desired // 100 if share else 0
    return partition if isinstance(partition, int) and partition > 0 else 0
