"""Fields that kubelets older than the API server do not support.

dslint judges by the newest kubelet. A field that it keeps but that an older release dropped or rejected has
no reliable effect on nodes of that release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dslint.kubernetes.releases.upgrade import Change, new_fields
from dslint.kubernetes.validation import judge_each
from dslint.kubernetes.versions import at_least, in_order, nearest_known
from dslint.planner.node_names import brief
from dslint.planner.nodes import Node, kubelet_minor
from dslint.planner.placement.node_sets import places
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC, field_text

_SCHEDULING: Final = frozenset({
    "affinity", "nodeSelector", "preemptionPolicy", "priority", "priorityClassName", "schedulerName",
    "schedulingGates", "schedulingGroup", "tolerations", "topologySpreadConstraints", "workloadRef",
})  # fmt: skip
"""Fields of a pod for the scheduler and the server, which the kubelet never uses."""
_SHOWN: Final = 3
"""The maximum number of named fields."""


class _Older(NamedTuple):
    """A node with an older kubelet, and its minor release."""

    node: Node
    kubelet: str


def older_kubelet_notes(planned: Planned) -> Iterator[str]:
    """Return a sentence per DaemonSet and release with fields that some of its nodes do not know."""
    older = _older_nodes(planned)
    for workload in planned.workloads if older else ():
        run = planned.decisions[workload.number].run & planned.there
        yield from _notes(planned, workload, [older[place] for place in places(run) if place in older])


def _older_nodes(planned: Planned) -> dict[int, _Older]:
    """Return the nodes whose kubelet is older than the version of the plan, by number."""
    kubelets = {node.kubelet: kubelet_minor(node.kubelet) for node in planned.inventory.nodes}
    return {
        place: _Older(node, kubelets[node.kubelet])
        for place, node in enumerate(planned.inventory.nodes)
        if kubelets[node.kubelet] and not at_least(kubelets[node.kubelet], planned.kubernetes)
    }


def _notes(planned: Planned, workload: Workload, older: Sequence[_Older]) -> Iterator[str]:
    known = in_order([*(nearest_known(each.kubelet) for each in older), planned.kubernetes])
    if len(known) == 1:
        return
    found: dict[tuple[str, bool], list[str]] = {}
    for change in new_fields(judge_each(workload.source.manifest.data, known)):
        if change.path[: len(POD_SPEC)] == POD_SPEC and not _SCHEDULING.intersection(change.path[3:4]):
            found.setdefault((change.version, _is_unknown(change)), []).append(field_text(change.path))
    for (version, unknown), fields in found.items():
        nodes = [each for each in older if not at_least(each.kubelet, version)]
        kubelets = in_order(each.kubelet for each in nodes)
        which = f"{kubelets[0]} to {kubelets[-1]}" if len(kubelets) > 1 else kubelets[0]
        where = f"{brief([each.node.name for each in nodes])} (kubelet {which})"
        what, why = _what(fields, unknown=unknown), _why(which, len(fields), unknown=unknown)
        yield f"{workload.key}: {what} on {where}: {why}"


def _what(fields: Sequence[str], *, unknown: bool) -> str:
    if unknown:
        return f"{_listed(fields)} {'has' if len(fields) == 1 else 'have'} no effect"
    return f"{_listed(fields)} may not work"


def _why(which: str, fields: int, *, unknown: bool) -> str:
    what = "it" if fields == 1 else "them"
    return f"Kubernetes {which} does not {'know' if unknown else 'accept'} {what}"


def _is_unknown(change: Change) -> bool:
    """Whether the older release does not know the field, as opposed to rejecting only its value."""
    before = change.before
    return before is not None and (before.kind == "dropped" or before.problem.reason == "unknown")


def _listed(fields: Sequence[str]) -> str:
    more = f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else ""
    return f"{', '.join(fields[:_SHOWN])}{more}"
