"""Why a rollout stops, as a finding: which nodes use up the budget, and what would let it go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dslint.planner.node_names import counted, some
from dslint.planner.rollout.forecast import Forecast, Situation
from dslint.values.path import FieldPath
from dslint.values.problem import Problem

RULE = "rollout-blocked"
_STRATEGY: FieldPath = ("spec", "updateStrategy", "rollingUpdate")


class Cause(NamedTuple):
    """Nodes (as bits) where the new pod never gets ready, or the old one never goes, and why in a word."""

    word: str
    nodes: int


def causes(situation: Situation, pending: int, refused: int, *, surging: bool = False) -> tuple[Cause, ...]:
    """Sort the nodes that can hold up a rollout by why; each node is named once."""
    run = situation.wanted.run
    left_dead = situation.dead & situation.old & situation.old_unready & ~run
    groups = [
        ("NotReady", (situation.dead & run) | (0 if surging else left_dead)),
        ("Pending", pending & run),
        ("no pod is created", refused & run),
        ("its new pod does not get ready", situation.failing & run),
    ]
    if surging:
        beside = situation.crowded & situation.old & ~situation.old_unready & run
        groups.insert(0, ("the old pod is in the way of the new one", beside))
    found, seen = [], 0
    for word, nodes in groups:
        found.append(Cause(word, nodes & ~seen))
        seen |= nodes
    return tuple(cause for cause in found if cause.nodes)


def rollout_problem(
    forecast: Forecast, why: Sequence[Cause], names: Callable[[int], Sequence[str]]
) -> Problem | None:
    """The finding of a rollout that stops before it has reached every node; None where it does not."""
    kept = forecast.desired - forecast.course.replaced
    if forecast.budget.on_delete or kept <= 0:
        return None
    surging = forecast.budget.max_surge > 0
    field, size = (
        ("maxSurge", forecast.budget.max_surge)
        if surging
        else ("maxUnavailable", forecast.budget.max_unavailable)
    )
    number = sum(cause.nodes.bit_count() for cause in why)
    blocking = "; ".join(f"{some(names(cause.nodes))} ({cause.word})" for cause in why)
    verb = "uses" if number == 1 else "use"
    return Problem(
        RULE,
        (*_STRATEGY, field),
        f"the rollout {_stops(forecast)}{counted(kept, 'node')} keep{'' if kept > 1 else 's'} the old pod",
        result=f"{blocking} {verb} up the {'surge' if surging else 'budget'} of {size}.",
        write=_way_out(field, number, forecast, surging=surging),
    )


def _stops(forecast: Forecast) -> str:
    """How certain it is: the controller takes ready old pods in random order."""
    course = forecast.course
    if course.replaced_at_best == course.replaced:
        return "stops: "
    return "can stop: up to " if course.replaced_at_best == forecast.desired else "will stop: up to "


def _way_out(field: str, number: int, forecast: Forecast, *, surging: bool) -> str:
    if number < forecast.desired:
        return f"{field}: {number + 1}, or mend the node{'s' if number > 1 else ''} first"
    if surging:
        return "maxUnavailable in place of maxSurge: the old pod must go before the new one can start"
    return "a template whose pods get ready"
