"""The new side of a difference as a plan: it starts with the pods of the old side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dslint.kubernetes.update import judge_update
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.placement.openkruise import Had
from dslint.planner.placement.renumbering import Renumbering
from dslint.planner.plan import Planned, plan_objects
from dslint.planner.rollout.old_pods import old_pods
from dslint.planner.workload.workloads import Workload


def plan_after(
    before: Planned,
    objects: Iterable[Sourced],
    inventory: Inventory,
    pods: Sequence[Pod],
    *,
    complete: bool = False,
) -> Planned:
    """Plan the new side.

    `before` is the plan of the old side; `complete` is the same as in `plan_objects`.
    """
    former = {workload.key: workload for workload in before.workloads}

    def had(workload: Workload, nodes: Sequence[Node]) -> Had:
        old = former.get(workload.key)
        if old is None:
            return Had()
        there = Renumbering(before.inventory.nodes, nodes)(old_pods(before, old.number).there)
        data = old.source.manifest.data, workload.source.manifest.data
        changed = data[0] != data[1] and judge_update(*data, before.kubernetes).template_changed
        return Had(there, 0 if changed else there.bit_count())

    return plan_objects(objects, inventory, pods, before.kubernetes, like=before, complete=complete, had=had)
