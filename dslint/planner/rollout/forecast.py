"""The rollout of one DaemonSet over an inventory: nodes sorted into states, the simulation, the duration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple, get_args

from dslint.kubernetes.access import items, mapping
from dslint.planner.placement.decisions import Decision
from dslint.planner.rollout.openkruise import Advanced
from dslint.planner.rollout.simulate import (
    Budget,
    Course,
    NodeState,
    OldPod,
    budget_of,
    simulate,
    simulate_in_order,
)


class Situation(NamedTuple):
    """The situation of the new template; every set of nodes is held as bits (bit i: node i of the inventory).

    wanted       the controller's decision for the new template
    old          nodes with a pod of the old template
    old_unready  those of `old` whose pod is not ready
    failing      nodes whose new pod never gets ready: Pending, refused, NotReady node, or said to be so
    dead         nodes that are not Ready: a pod deleted there does not go away
    crowded      nodes where the new pod cannot start beside the old one (matters with surge only)
    crowded_by   what it lacks there
    advanced     the rules of OpenKruise, where they hold
    """

    wanted: Decision
    old: int
    old_unready: int = 0
    failing: int = 0
    dead: int = 0
    crowded: int = 0
    crowded_by: tuple[str, ...] = ()
    advanced: Advanced | None = None


class LeastTime(NamedTuple):
    """The minimum duration of one wave in seconds, and its parts."""

    seconds: int
    parts: tuple[str, ...]


class Forecast(NamedTuple):
    """The forecast of an update of one DaemonSet.

    course    with the nodes as they are
    mended    the course if every new pod got ready: of use where the rollout does not move
    blocking  nodes (as bits) that keep the rollout from finishing
    wave      what one wave takes at least
    held      how many nodes keep the old pod because the update strategy says so; `desired` are the others
    in_place  containers get a new image and the pods stay
    paused    the update strategy lets nothing move
    states    the states of nodes that the course begins with, and how many nodes are in each
    """

    desired: int
    budget: Budget
    course: Course
    mended: Course
    blocking: int
    wave: LeastTime
    states: tuple[tuple[NodeState, int], ...] = ()
    held: int = 0
    in_place: bool = False
    paused: bool = False

    @property
    def seconds(self) -> int | None:
        """Return the minimum duration of its waves; None if nothing rolls automatically."""
        return None if self.budget.on_delete else self.course.waiting * self.wave.seconds


def forecast(spec: Mapping[str, Any], situation: Situation, ready_seconds: int = 0) -> Forecast:
    """Forecast the rollout of a new template; `spec` is the DaemonSet's, as the server stores it.

    `ready_seconds` is the time that a new pod needs to become ready, as far as it is known.
    """
    budget = budget_of(spec, situation.wanted.run.bit_count())
    wave = least_time(spec, ready_seconds)
    if situation.advanced is not None:
        return _advanced(situation, situation.advanced, budget, wave)
    desired = situation.wanted.run.bit_count()
    nodes = {state: mask.bit_count() for state, mask in _states(situation)}
    course = simulate(budget, nodes)
    mended = simulate(budget, _mended(nodes))
    return Forecast(
        desired, budget, course, mended, _blocking(situation, budget), wave, states=tuple(nodes.items())
    )


def _advanced(situation: Situation, advanced: Advanced, budget: Budget, wave: LeastTime) -> Forecast:
    """Take out the nodes that keep their pod; the budget does not count those that are down."""
    held, wanted = advanced.held, situation.wanted
    moving = situation._replace(wanted=wanted._replace(run=wanted.run & ~held), old=situation.old & ~held)
    nodes = {state: mask.bit_count() for state, mask in _states(moving)}
    ready = moving.old & ~moving.old_unready & moving.wanted.run
    failing = [bool(moving.failing >> place & 1) for place in advanced.order if ready >> place & 1]
    return Forecast(
        desired=moving.wanted.run.bit_count(),
        budget=budget,
        course=simulate_in_order(budget, nodes, failing),
        mended=simulate_in_order(budget, _mended(nodes), [False] * len(failing)),
        blocking=_blocking(moving, budget),
        wave=wave,
        held=(held & situation.old).bit_count(),
        in_place=advanced.in_place,
        paused=advanced.paused,
    )


def _states(situation: Situation) -> Iterator[tuple[NodeState, int]]:
    run, old = situation.wanted.run, situation.old
    unready = situation.old_unready & old
    of_old: dict[OldPod, int] = {"ready": old & ~unready, "unready": unready, "none": ~old}
    everywhere = run | old
    for wanted, kind, failing, crowded in product(
        (True, False), get_args(OldPod), (True, False), (True, False)
    ):
        trouble = situation.failing if wanted else situation.dead
        mask = (
            everywhere
            & (run if wanted else ~run)
            & of_old[kind]
            & (trouble if failing else ~trouble)
            & (situation.crowded if crowded else ~situation.crowded)
        )
        if mask:
            yield NodeState(wanted, kind, not failing, not crowded), mask


def _mended(nodes: Mapping[NodeState, int]) -> dict[NodeState, int]:
    mended: dict[NodeState, int] = {}
    for state, number in nodes.items():
        healthy = state._replace(gets_ready=True, fits_beside=True)
        mended[healthy] = mended.get(healthy, 0) + number
    return mended


def _blocking(situation: Situation, budget: Budget) -> int:
    wanted = situation.failing & situation.wanted.run
    if budget.max_surge > 0:
        held = situation.old & ~situation.old_unready & situation.crowded
        return wanted | (held & situation.wanted.run)
    return wanted | (situation.dead & situation.old & situation.old_unready & ~situation.wanted.run)


def least_time(spec: Mapping[str, Any], ready_seconds: int = 0) -> LeastTime:
    """Return the minimum duration of one wave: a new pod cannot be available sooner.

    It does not include terminationGracePeriodSeconds, which is the longest time a pod may take to stop, not
    the shortest. The kubelet does not run a readiness or startup probe before its initialDelaySeconds.
    """
    wait = _seconds(spec, "minReadySeconds")
    delay = max((_first_ready(container) for container in _containers(spec)), default=0)
    parts = [f"minReadySeconds {wait}"] if wait else []
    if ready_seconds > delay:
        parts.append(f"{ready_seconds} s to get ready, as given")
    elif delay:
        parts.append(f"{delay} s before its probes can succeed")
    return LeastTime(wait + max(delay, ready_seconds), tuple(parts))


def _containers(spec: Mapping[str, Any]) -> list[Any]:
    return items(mapping(spec, "template", "spec"), "containers")


def _first_ready(container: Any) -> int:
    return max(_probe_seconds(mapping(container, probe)) for probe in ("readinessProbe", "startupProbe"))


def _probe_seconds(probe: Mapping[str, Any]) -> int:
    """Return the delay before the first probe, and the time of the probes that must succeed after it."""
    more = max(0, _seconds(probe, "successThreshold") - 1)
    return _seconds(probe, "initialDelaySeconds") + more * _seconds(probe, "periodSeconds")


def _seconds(data: Mapping[str, Any], field: str) -> int:
    value = data.get(field)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
