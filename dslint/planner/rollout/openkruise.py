"""How OpenKruise rolls out an Advanced DaemonSet: which nodes keep the old pod, and in which order others go.

Source: OpenKruise 1.9, pkg/controller/daemonset. Nodes are taken by name, last first; with `selector` only
those it matches, and of these all but the last `partition`. With `partitionedScaling`, pods where there is
none are created on the first nodes by name, until all but `partition` nodes have a pod of the new template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping
from dslint.kubernetes.labels import matches
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.workload.workloads import Workload
from dslint.values.api_groups import is_advanced

PROGRESSIVE = "daemonset.kruise.io/progressive-create-pod"
_PERCENT = re.compile(r"([0-9]{1,9})%\Z")


class Advanced(NamedTuple):
    """What is special about a rollout.

    held       nodes (as bits) that keep the old pod
    order      the other nodes, in the order they are updated in
    most_new   how many pods of the new template may be created where there was none; None: on every node
    by_name    the nodes in the order in which pods are created on them
    """

    held: int
    order: tuple[int, ...]
    in_place: bool
    paused: bool
    most_new: int | None
    by_name: tuple[int, ...]

    def created(self, missing: int, current: int) -> int:
        """The nodes (as bits) of `missing` that get a pod, beside `current` pods of the new template."""
        if self.most_new is None:
            return missing
        room = max(0, self.most_new - current)
        wanted = (place for place in self.by_name if missing >> place & 1)
        return set_of(islice(wanted, room), missing.bit_length())


def advanced_of(workload: Workload, nodes: tuple[Node, ...], run: int) -> Advanced | None:
    """The special rules for a DaemonSet that wants a pod on the nodes `run`; None for one of Kubernetes."""
    if not is_advanced(workload.manifest.get("apiVersion")):
        return None
    rolling = mapping(workload.manifest, "spec", "updateStrategy", "rollingUpdate")
    wanted = sorted(places(run), key=lambda place: nodes[place].name, reverse=True)
    chosen = list(_chosen(wanted, nodes, rolling))
    paused = rolling.get("paused") is True
    others = max(0, len(wanted) - _kept(rolling.get("partition"), len(wanted)))
    number = 0 if paused else others
    order = tuple(chosen[:number])
    return Advanced(
        held=run & ~set_of(order, len(nodes)),
        order=order,
        in_place=rolling.get("rollingUpdateType") == "InPlaceIfPossible",
        paused=paused,
        most_new=others if scales_by_partition(workload.manifest) else None,
        by_name=tuple(reversed(wanted)),
    )


def scales_by_partition(manifest: Mapping[str, Any]) -> bool:
    """Whether the partition also holds back pods where there is none; v1alpha1 says it in an annotation."""
    if not is_advanced(manifest.get("apiVersion")):
        return False
    if mapping(manifest, "metadata", "annotations").get(PROGRESSIVE) == "true":
        return True
    return mapping(manifest, "spec", "scaleStrategy").get("partitionedScaling") is True


def _chosen(wanted: list[int], nodes: tuple[Node, ...], rolling: Mapping[str, Any]) -> Iterator[int]:
    selector = rolling.get("selector")
    for place in wanted:
        if not isinstance(selector, Mapping) or matches(selector, nodes[place].labels):
            yield place


def _kept(partition: Any, desired: int) -> int:
    """The number of nodes that keep the old pod; a share is rounded down."""
    if isinstance(partition, str):
        share = _PERCENT.match(partition)
        return int(share[1]) * desired // 100 if share else 0
    return partition if isinstance(partition, int) and partition > 0 else 0
