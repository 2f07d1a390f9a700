"""An update of a DaemonSet that changes only the image: the rollout that a plan forecasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.planner.outcomes import decision_of, trouble_of
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.plan import Planned
from dslint.planner.rollout.blocked import Cause, causes, rollout_problem
from dslint.planner.rollout.forecast import Forecast, Situation, forecast
from dslint.planner.rollout.old_pods import crowded_by, crowded_nodes, old_pods
from dslint.planner.rollout.openkruise import advanced_of
from dslint.planner.values import Rollout
from dslint.planner.workload.workloads import Workload
from dslint.values.problem import Problem


class Update(NamedTuple):
    """The forecast, and the nodes that block the rollout with the reasons."""

    forecast: Forecast
    causes: tuple[Cause, ...]


def update_of(
    planned: Planned, workload: Workload, never_ready: Iterable[str] = (), ready_seconds: int = 0
) -> Update:
    """Forecast a new image for one DaemonSet; on the nodes in `never_ready` it does not become ready."""
    nodes = planned.inventory.nodes
    never = frozenset(never_ready)
    decision = decision_of(planned, workload)
    pods, trouble, dead = old_pods(planned, workload.number), trouble_of(planned, workload), planned.dead
    unready = (
        set_of((place for place, node in enumerate(nodes) if node.name in never), len(nodes)) if never else 0
    )
    spec = workload.manifest.get("spec") or {}
    surging = surges(workload)
    old = pods.there & decision.stay
    situation = Situation(
        decision,
        old,
        pods.unready,
        failing=trouble.pending | trouble.blocked | dead | unready,
        dead=dead,
        crowded=crowded_nodes(planned, workload, workload) if surging else 0,
        crowded_by=crowded_by(planned, workload, workload) if surging else (),
        advanced=advanced_of(workload, nodes, decision.run, old),
    )
    why = causes(situation, trouble.pending, trouble.blocked, surging=surging)
    return Update(forecast(spec, situation, ready_seconds), why)


def surges(workload: Workload) -> bool:
    """Whether new pods start beside old ones."""
    return update_strategy_of(workload.manifest.get("spec") or {}).surges


def blocked(planned: Planned, update: Update) -> Problem | None:
    """Return the finding `rollout-blocked` if the rollout stops before it has reached every node."""
    return rollout_problem(update.forecast, update.causes, lambda nodes: in_a_sentence(planned.index, nodes))


def rollout_value(planned: Planned, update: Update) -> Rollout:
    """Return the forecast in the form of the public interface."""
    course = update.forecast.course
    held_up = [] if course.finishes else [nodes for _, nodes in update.causes]
    return Rollout(
        tuple(wave.size for wave in course.waves for _ in range(wave.times)),
        course.most_down,
        course.finishes,
        tuple(name for nodes in held_up for name in _names(planned, nodes)),
        update.forecast.seconds,
    )


def _names(planned: Planned, nodes: int) -> Iterator[str]:
    return (planned.inventory.nodes[place].name for place in places(nodes))
