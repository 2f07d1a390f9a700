"""Nodes that Karpenter never launches: their DaemonSets alone need more room than the machine has.

Karpenter launches a node for pods that wait, on a machine type with room for these and for all DaemonSets
that it expects there. A pod of a DaemonSet does not make it launch anything, so a type too small for them
is left out, and no pod of theirs waits on it. A pool with `replicas` is launched without asking for room.
Source: `filterInstanceTypesByRequirements` and `getDaemonOverhead` of
pkg/controllers/provisioning/scheduling, and pkg/controllers/static/provisioning, of Karpenter 1.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.requests import Amounts, effective_requests, total
from dslint.kubernetes.taints import Taint, untolerated
from dslint.planner.outcomes import groups_of
from dslint.planner.placement.node_sets import places, set_of, union
from dslint.planner.plan import Planned
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.readers.karpenter import FORMAT as KARPENTER
from dslint.planner.scheduling.classes import packed
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC
from dslint.values.remembered import remembered


class NeverLaunched(NamedTuple):
    """Nodes that Karpenter does not launch.

    nodes    as bits
    lacking  node -> the resources its DaemonSets take more of than it has
    """

    nodes: int
    lacking: dict[int, tuple[str, ...]]


@remembered
def never_launched(planned: Planned) -> NeverLaunched:
    """Return the nodes of a plan that no pool of Karpenter gets."""
    lacking = dict(_lacking(planned))
    return NeverLaunched(set_of(lacking, len(planned.inventory.nodes)), lacking)


def _lacking(planned: Planned) -> Iterator[tuple[int, tuple[str, ...]]]:
    variants, nodes = planned.inventory.variants, planned.inventory.nodes
    if not any(_is_sized_for_pods(variant) for variant in variants.values()):
        return
    short, columns = 0, []
    for workload in planned.workloads:
        groups = () if workload.definition else groups_of(planned, workload)
        waiting = union(group.nodes for group in groups if group.lacks_only_room)
        runs = union(group.nodes for group in groups if group.of_next == "runs")
        columns.append(packed((waiting | runs,), len(nodes)))
        short |= waiting
    if not short:
        return
    expected, wanted = _Expected(planned.workloads), list(zip(*columns, strict=True))
    for place in places(short):
        variant = variants.get(nodes[place].name)
        if variant is None or variant.node.allocatable is None or not _is_sized_for_pods(variant):
            continue
        room = variant.node.allocatable
        requests = expected.requests(wanted[place], tuple(taint.taint for taint in variant.pool.taints))
        over = tuple(name for name, number in requests.items() if number > room.get(name, 0))
        if over:
            yield place, over


class _Expected:
    """What the DaemonSets request that Karpenter expects on a node, worked out once for equal nodes."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._workloads = workloads
        self._requests = [_requests(workload) for workload in workloads]
        self._counted: dict[tuple[Taint, ...], list[bool]] = {}
        self._totals: dict[tuple[tuple[int, ...], tuple[Taint, ...]], Amounts] = {}

    def requests(self, wanted: tuple[int, ...], taints: tuple[Taint, ...]) -> Amounts:
        """The sum for a node with these taints; `wanted` has a 1 for every DaemonSet with a pod there."""
        found = self._totals.get((wanted, taints))
        if found is None:
            chosen = zip(wanted, self._counting(taints), self._requests, strict=True)
            found = total(requests for has_pod, counts, requests in chosen if has_pod and counts)
            self._totals[wanted, taints] = found
        return found

    def _counting(self, taints: tuple[Taint, ...]) -> list[bool]:
        if taints not in self._counted:
            self._counted[taints] = [_counts(workload, taints) for workload in self._workloads]
        return self._counted[taints]


def _is_sized_for_pods(variant: Variant) -> bool:
    return variant.pool.format == KARPENTER and variant.pool.counts.now is None and variant.possible


def _requests(workload: Workload) -> Amounts:
    """Return the requests that Karpenter sees: those of the template, without additions by admission."""
    return {PODS: 1, **effective_requests(mapping(workload.manifest, *POD_SPEC))}


def _counts(workload: Workload, taints: tuple[Taint, ...]) -> bool:
    """Whether Karpenter counts the DaemonSet there: it does not know the tolerations that are added later."""
    own = items(mapping(workload.manifest, *POD_SPEC), "tolerations")
    return not untolerated(taints, [toleration for toleration in own if isinstance(toleration, dict)])
