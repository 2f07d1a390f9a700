"""The effect of replacing one DaemonSet by another on the pod of every node, with sets of nodes as bits."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.rollout.forecast import Forecast, Situation


class Moves(NamedTuple):
    """Nodes by the effect on their pod; a node in none of them never has a pod.

    created    a pod where there was none
    replaced   the old pod goes, a new one comes
    deleted    the pod goes and none comes
    untouched  the old pod stays
    """

    created: int = 0
    replaced: int = 0
    deleted: int = 0
    untouched: int = 0


def all_stay(pods: int) -> Moves:
    """Return no change: the server rejects the change, or there is none."""
    return Moves(untouched=pods)


def all_go(pods: int) -> Moves:
    """Return the deletion of all pods with the DaemonSet."""
    return Moves(deleted=pods)


def moves(
    pods: int, situation: Situation, refused: int, forecast: Forecast | None, held_back: int = 0
) -> Moves:
    """Return the effect on `pods` and on the nodes that are wanted now.

    `refused` are nodes whose new pod the server does not create, `held_back` nodes where OpenKruise creates
    none for now. `forecast` is None if the template stays the same or replaces nothing automatically
    (OnDelete).
    """
    run, stay = situation.wanted
    created = run & ~pods & ~refused & ~held_back
    if forecast is None:
        return Moves(created, 0, pods & ~stay, pods & stay)
    reached = _reached(pods & run, situation, forecast)
    left = pods & stay & ~run
    waiting = _left_behind(left, situation, forecast)
    return Moves(
        created,
        replaced=reached & ~refused,
        deleted=(pods & ~stay) | (left & ~waiting) | (reached & refused),
        untouched=(pods & run & ~reached) | waiting,
    )


def _reached(old: int, situation: Situation, forecast: Forecast) -> int:
    """Return the nodes of `old` that get their new pod, according to the simulation.

    Pods that are not ready come first. Of the others the controller replaces any; here, failing ones come
    first. OpenKruise uses its own order and leaves some.
    """
    advanced = situation.advanced
    held = advanced.held if advanced is not None else 0
    number = forecast.course.replaced - (situation.wanted.run & ~held & ~situation.old).bit_count()
    moving = old & ~held
    reached = _first(moving & situation.old_unready, max(0, number))
    if advanced is not None:
        ready = set(places(moving & ~situation.old_unready))
        ordered = (place for place in advanced.order if place in ready)
        left = max(0, number - reached.bit_count())
        return reached | set_of(islice(ordered, left), moving.bit_length())
    for group in (situation.failing, ~0):
        reached |= _first(moving & group & ~reached, max(0, number - reached.bit_count()))
    return reached


def _left_behind(left: int, situation: Situation, forecast: Forecast) -> int:
    """Return ready pods on unwanted nodes that a stopped rollout, or OpenKruise, does not reach."""
    if situation.advanced is not None:
        return left & situation.advanced.held
    return 0 if forecast.course.replaced == forecast.desired else left & ~situation.old_unready


def _first(mask: int, number: int) -> int:
    """Return the lowest `number` bits of a mask."""
    if mask.bit_count() <= number:
        return mask
    return set_of(islice(places(mask), max(0, number)), mask.bit_length())
