"""Plan again after some nodes have changed: only these are planned again, the rest of the plan stays.

That is possible if no decision for one node depends on another one. Quotas and OpenKruise's partitioned
scaling count the pods of all nodes, a ReadWriteOncePod claim serves one pod of all nodes, and required pod
(anti-)affinity and topology spread depend on pods of other nodes. In these cases, and if most nodes change,
everything is planned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.openkruise import scales_by_partition
from dslint.planner.plan import Planned, make_plan
from dslint.planner.scheduling.existing_pods import Presence
from dslint.planner.scheduling.one_node import Schedule
from dslint.planner.scheduling.schedules import Scheduled
from dslint.planner.whatif.node_change import NodeChange
from dslint.planner.whatif.splice import Splice, SplicedIndex
from dslint.planner.workload.surroundings import Surroundings

PodsByNode = Mapping[str, Sequence[Pod]]
_MOST = 16
"""If a larger share of the nodes changes, planning all of them again costs no more."""


def pods_by_node(pods: Iterable[Pod]) -> dict[str, list[Pod]]:
    """Return the pods by the name of their node, in their order."""
    found: dict[str, list[Pod]] = {}
    for pod in pods:
        found.setdefault(pod.node, []).append(pod)
    return found


def replan(before: Planned, change: NodeChange, around: Surroundings, pods: PodsByNode) -> Planned:
    """Plan the same DaemonSets for the nodes after a change. `pods` are all pods after it."""
    nodes = change.inventory.nodes
    if len(change.changed) * _MOST <= len(nodes) and not _looks_across(before, around):
        changed = tuple(nodes[place] for place in change.changed)
        on_changed = [pod for node in changed for pod in pods.get(node.name, ())]
        part = make_plan(before.workloads, Inventory(changed), around, on_changed)
        if not part.across_nodes:
            return _spliced(before, part, change, pods)
    everywhere = tuple(chain.from_iterable(pods.values()))
    return make_plan(before.workloads, change.inventory, around, everywhere, kubernetes=before.kubernetes)


def _looks_across(before: Planned, around: Surroundings) -> bool:
    return before.across_nodes or any(
        workload.shape.sole_claims
        or workload.shape.namespace in around.quotas
        or scales_by_partition(workload.manifest)
        for workload in before.workloads
    )


def _spliced(before: Planned, part: Planned, change: NodeChange, pods: PodsByNode) -> Planned:
    """Return the earlier plan with the plan of the changed nodes inserted."""
    size = len(before.inventory.nodes)
    splice = Splice(change, size)
    nodes = change.inventory.nodes
    first = len(before.schedules)
    class_of = splice.codes(before.class_of, [first + number for number in part.class_of])
    left = set(class_of)
    return Planned(
        change.inventory,
        before.workloads,
        SplicedIndex(nodes, before.index, part.index, splice),
        tuple(
            Decision(splice(was.run, now.run), splice(was.stay, now.stay))
            for was, now in zip(before.decisions, part.decisions, strict=True)
        ),
        {},
        Scheduled(
            tuple(
                schedule if number in left else Schedule()
                for number, schedule in enumerate((*before.schedules, *part.schedules))
            ),
            class_of,
        ),
        _presence(before, part, change, splice, pods),
        before.kubernetes,
    )


def _presence(
    before: Planned, part: Planned, change: NodeChange, splice: Splice, pods: PodsByNode
) -> Presence:
    was, now = before.presence, part.presence
    nodes, size = before.inventory.nodes, len(before.inventory.nodes)
    came = [change.inventory.nodes[place] for place in change.changed if place >= size]
    old = {
        number: splice.by_place(was.old.get(number, {}), now.old.get(number, {}))
        for number in was.old.keys() | now.old.keys()
    }
    return Presence(
        splice.by_place(was.present, now.present),
        splice.by_place(was.there_first, now.there_first),
        {number: found for number, found in old.items() if found},
        was.elsewhere
        + sum(len(pods.get(nodes[place].name, ())) for place in change.gone)
        - sum(len(pods.get(node.name, ())) for node in came),
    )
