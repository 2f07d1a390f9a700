"""The forecast of a rollout as JSON data, the same for plans and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dslint.planner.rollout.blocked import Cause
from dslint.planner.rollout.forecast import Forecast

Told = Callable[[int], Any]
"""Converts a set of nodes (as bits) to a list of their names, or to a record that refers to groups."""


def rollout_record(forecast: Forecast, causes: Iterable[Cause], told: Told) -> dict[str, Any]:
    """Return the record; `told` converts a set of nodes, `causes` are blocking nodes, with reasons."""
    course = forecast.course
    return {
        "desired": forecast.desired,
        "on_delete": forecast.budget.on_delete,
        "max_unavailable": forecast.budget.max_unavailable,
        "max_surge": forecast.budget.max_surge,
        "waves": [{"size": wave.size, "times": wave.times} for wave in course.waves],
        "most_down": course.most_down,
        "replaced": course.replaced,
        "replaced_at_best": course.replaced_at_best,
        "finishes": course.finishes,
        "held_back": forecast.held,
        "blocked_by": [{"why": cause.word, "nodes": told(cause.nodes)} for cause in causes],
        "seconds": forecast.seconds,
        "seconds_of_a_wave": list(forecast.wave.parts),
    }
