"""How OpenKruise rolls out an Advanced DaemonSet: held nodes, and the order of the others.

Source: OpenKruise 1.9, pkg/controller/daemonset (rollingUpdate, filterDaemonPodsNodeToUpdate). Nodes without
a pod count first. Then the controller updates nodes by name, the last first, with `selector` only the
matching ones, until only `partition` nodes are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.labels import matches
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.placement.openkruise import Had, created_on, kept_number, rolling_of
from dslint.planner.workload.workloads import Workload
from dslint.values.api_groups import is_advanced
from dslint.values.path import POD_SPEC

_IN_PLACE = "InPlaceIfPossible"
_GATE = "InPlaceUpdateReady"
"""The readiness gate that OpenKruise gives to pods which it may update in place."""


class Advanced(NamedTuple):
    """The special rules of a rollout.

    held   nodes (as bits) that keep the old pod, or get none
    order  the nodes with an old pod that get the new one, in the order they are updated in
    """

    held: int
    order: tuple[int, ...]
    in_place: bool
    paused: bool


def advanced_of(workload: Workload, nodes: Sequence[Node], run: int, old: int) -> Advanced | None:
    """Return the special rules for a new template of a DaemonSet; None for one of Kubernetes.

    `run` are the nodes it wants, `old` those with a pod that the controller does not delete.
    """
    if not is_advanced(workload.manifest.get("apiVersion")):
        return None
    rolling = rolling_of(workload.manifest)
    paused = rolling.get("paused") is True
    kept = kept_number(workload.manifest, run.bit_count())
    number = 0 if paused else max(0, old.bit_count() - kept)
    order = tuple(_chosen(old, nodes, rolling.get("selector"))[:number])
    created = created_on(workload, nodes, run, Had(old))
    return Advanced(
        held=(run | old) & ~created & ~set_of(order, len(nodes)),
        order=order,
        in_place=updates_in_place(workload.manifest),
        paused=paused,
    )


def updates_in_place(manifest: Mapping[str, Any]) -> bool:
    """Whether a DaemonSet updates its pods in place if possible."""
    return rolling_of(manifest).get("rollingUpdateType") == _IN_PLACE


def has_pods_for_it(manifest: Mapping[str, Any]) -> bool:
    """Whether the pods of a DaemonSet have the readiness gate without which they are replaced."""
    gates = items(mapping(manifest, *map(str, POD_SPEC)), "readinessGates")
    return updates_in_place(manifest) or any(mapping(gate).get("conditionType") == _GATE for gate in gates)


def _chosen(old: int, nodes: Sequence[Node], selector: Any) -> list[int]:
    by_name = sorted(places(old), key=lambda place: nodes[place].name, reverse=True)
    if not isinstance(selector, Mapping):
        return by_name
    return [place for place in by_name if matches(selector, nodes[place].labels)]
