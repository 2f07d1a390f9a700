"""The finding for a rollout that stops: the nodes that use up the budget, and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dslint.planner.rollout.forecast import Forecast, Situation
from dslint.planner.rollout.simulate import Budget, simulate
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.words import counted

RULE = "rollout-blocked"
_STRATEGY: FieldPath = ("spec", "updateStrategy", "rollingUpdate")


class Cause(NamedTuple):
    """Nodes (as bits) where the new pod never becomes ready, or the old one stays, and why in a word."""

    word: str
    nodes: int


def causes(situation: Situation, pending: int, refused: int, *, surging: bool = False) -> tuple[Cause, ...]:
    """Sort the nodes that can block a rollout by reason; each node appears once."""
    run = situation.wanted.run
    left_dead = situation.dead & situation.old & situation.old_unready & ~run
    groups = [
        ("NotReady", (situation.dead & run) | (0 if surging else left_dead)),
        ("Pending", pending & run),
        ("blocked", refused & run),
        ("its new pod does not get ready", situation.failing & run),
    ]
    if surging:
        beside = situation.crowded & situation.old & ~situation.old_unready & run
        lacks = f" ({', '.join(situation.crowded_by)})" if situation.crowded_by else ""
        groups.insert(0, (f"no room for the new pod beside the old one{lacks}", beside))
    found, seen = [], 0
    for word, nodes in groups:
        found.append(Cause(word, nodes & ~seen))
        seen |= nodes
    return tuple(cause for cause in found if cause.nodes)


def rollout_problem(forecast: Forecast, why: Sequence[Cause], words: Callable[[int], str]) -> Problem | None:
    """Return the finding of a rollout that stops before it has reached every node; None if it does not.

    `words` describes a set of nodes.
    """
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
    blocking = "; ".join(f"{words(cause.nodes)} ({cause.word})" for cause in why)
    verb = "uses" if number == 1 else "use"
    return Problem(
        RULE,
        (*_STRATEGY, field),
        f"the rollout {_stops(forecast)}{counted(kept, 'node')} keep{'' if kept > 1 else 's'} the old pod",
        result=f"{blocking} {verb} up the {'surge' if surging else 'budget'} of {size}.",
        write=_way_out(field, number, forecast, surging=surging),
    )


def _stops(forecast: Forecast) -> str:
    """Say how certain it is: the controller replaces ready old pods in random order."""
    course = forecast.course
    if course.replaced_at_best == course.replaced:
        return "stops: "
    return "can stop: up to " if course.replaced_at_best == forecast.desired else "will stop: up to "


def _way_out(field: str, number: int, forecast: Forecast, *, surging: bool) -> str:
    """Suggest a larger budget only if a simulation finishes with it and no working pod is lost."""
    if surging:
        instead = Budget(max_unavailable=max(1, forecast.budget.max_surge))
        if _reaches_all(forecast, instead):
            return "maxUnavailable in place of maxSurge: the old pod must go before the new one can start"
        return "what keeps the new pods from running first"
    larger = number + 1
    first = "fix the nodes first" if number > 1 else "fix the node first"
    budget = forecast.budget._replace(max_unavailable=larger)
    if larger < forecast.desired and not _takes_working_pods(forecast) and _reaches_all(forecast, budget):
        return f"{field}: {larger}, or {first}"
    if number >= forecast.desired:
        return "a template whose pods get ready"
    return f"{first}: a larger {field} would only stop more working pods"


def _reaches_all(forecast: Forecast, budget: Budget) -> bool:
    """Whether every node that can gets the new pod, in any order of the controller."""
    course = simulate(budget, dict(forecast.states))
    return course.replaced == forecast.desired and course.replaced_at_best == forecast.desired


def _takes_working_pods(forecast: Forecast) -> bool:
    """Whether a node would lose a working pod for one that does not work."""
    return any(state.wanted and state.old == "ready" and not state.gets_ready for state, _ in forecast.states)
