"""How OpenKruise rolls out an Advanced DaemonSet: which nodes keep the old pod, and in which order others go.

Source: OpenKruise 1.9, pkg/controller/daemonset. Nodes are taken by name, last first; with `selector` only
those it matches, and of these all but the last `partition`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping
from dslint.kubernetes.labels import matches
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.workload.workloads import Workload
from dslint.values.api_groups import is_advanced

_PERCENT = re.compile(r"([0-9]{1,9})%\Z")


class Advanced(NamedTuple):
    """What is special about a rollout: nodes (as bits) that keep the old pod, the others in order."""

    held: int
    order: tuple[int, ...]
    in_place: bool
    paused: bool


def advanced_of(workload: Workload, nodes: tuple[Node, ...], run: int) -> Advanced | None:
    """The special rules for a DaemonSet that wants a pod on the nodes `run`; None for one of Kubernetes."""
    if not is_advanced(workload.manifest.get("apiVersion")):
        return None
    rolling = mapping(workload.manifest, "spec", "updateStrategy", "rollingUpdate")
    wanted = sorted(places(run), key=lambda place: nodes[place].name, reverse=True)
    chosen = list(_chosen(wanted, nodes, rolling))
    paused = rolling.get("paused") is True
    number = 0 if paused else max(0, len(wanted) - _kept(rolling.get("partition"), len(wanted)))
    order = tuple(chosen[:number])
    return Advanced(
        held=run & ~set_of(order, len(nodes)),
        order=order,
        in_place=rolling.get("rollingUpdateType") == "InPlaceIfPossible",
        paused=paused,
    )


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
