"""Plan both sides of a difference as `dslint plan` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dslint.cli.diff.asked import Asked
from dslint.cli.diff.sides import Side
from dslint.cli.plan.steps import Taken, take_steps
from dslint.linter.policies.among import mutation_by
from dslint.planner.difference.after import plan_after
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.plan import Planned, for_both, plan_objects
from dslint.planner.session import admitted
from dslint.planner.whatif.consequences import Outcome
from dslint.planner.workload.surroundings import surroundings_of


class Both(NamedTuple):
    """The plans of both sides, and the effects of the what-if steps on the new one."""

    before: Planned
    after: Planned
    steps: tuple[Outcome, ...] = ()


def plan_both(
    asked: Asked, former: Inventory, inventory: Inventory, pods: Sequence[Pod], version: str
) -> Both:
    """Plan each side on its nodes, after the steps of `--what-if` on both."""
    old, new = (_admitted(asked, side, version) for side in (asked.old, asked.new))
    same, complete = former is inventory, asked.call.complete
    former, inventory = for_both(old, new, (former, inventory), version)
    before = plan_objects(old, former, pods, version, complete=complete)
    nodes = former if same else inventory
    after = plan_after(before, new, nodes, pods, complete=complete)
    if not asked.call.what_if:
        return Both(before, after)
    taken = _after_steps(asked, after, new, pods)
    return Both(_after_steps(asked, before, old, pods).planned, taken.planned, taken.outcomes)


def _admitted(asked: Asked, side: Side, version: str) -> tuple[Sourced, ...]:
    """Return the objects of a side after the mutating policies."""
    return admitted(asked.objects(side), mutation_by(asked.policies(side), version))


def _after_steps(asked: Asked, planned: Planned, objects: Sequence[Sourced], pods: Sequence[Pod]) -> Taken:
    around = surroundings_of(sourced.manifest.data for sourced in objects)
    one_of_many = asked.call.clusters is not None
    return take_steps(planned, pods, around, asked.call.what_if, one_of_many=one_of_many)
