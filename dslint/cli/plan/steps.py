"""`--what-if`: apply the steps of a `dslint plan` call, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.expressions import steps_of
from dslint.cli.inputs.reading import read_path
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Source, inventory_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.inventory.reading import read_sources
from dslint.planner.plan import Planned
from dslint.planner.whatif.consequences import Outcome, run_steps
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.workload.pool_nodes import with_pool_nodes
from dslint.planner.workload.surroundings import Surroundings


class Taken(NamedTuple):
    """The plan after the last step, and the effect of every step."""

    planned: Planned
    outcomes: tuple[Outcome, ...]


def take_steps(
    planned: Planned,
    pods: Sequence[Pod],
    around: Surroundings,
    texts: Sequence[str],
    *,
    one_of_many: bool = False,
) -> Taken:
    """Apply the typed steps. Raises UsageError for a step that is invalid or selects no node.

    In one of many clusters, a step that selects no node is skipped: see `refuse_idle`.
    """
    steps = steps_of(texts)
    if not steps:
        return Taken(planned, ())
    added = {
        step.file: with_pool_nodes(_added(step.text, step.file), planned.workloads)
        for step in steps
        if step.file
    }
    try:
        outcomes = tuple(run_steps(planned, around, pods, steps, added, lenient=one_of_many))
    except NoSuchNodeError as error:
        msg = f"--what-if {error}"
        raise UsageError(msg) from None
    return Taken(outcomes[-1].planned, outcomes)


def refuse_idle(clusters: Sequence[tuple[str, Sequence[Outcome]]]) -> None:
    """Raise UsageError for a step that is skipped in every cluster (name, effects of the steps)."""
    for outcomes in zip(*(found for _, found in clusters), strict=True):
        if all(outcome.skipped for outcome in outcomes):
            raise UsageError(f"--what-if {outcomes[0].skipped} in {clusters[0][0]}; nor in any other cluster")


def _added(step: str, path: str) -> Inventory:
    try:
        return inventory_of(read_sources([Source(source.name, source.content) for source in read_path(path)]))
    except InventoryError as error:
        msg = f"--what-if {step}: {error}"
        raise UsageError(msg) from None
