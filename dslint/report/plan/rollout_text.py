"""A rollout forecast in one sentence: waves, minimum duration, and its parts."""

from __future__ import annotations

from dslint.planner.rollout.forecast import Forecast
from dslint.planner.rollout.simulate import Course, Wave
from dslint.values.words import counted

_MINUTE, _HOUR = 60, 3600
_SHOWN = 2
"""The maximum number of shown wave sizes."""


def rollout_words(forecast: Forecast) -> str:
    """Return `8 waves of 1 node, at least 4 min (per wave: minReadySeconds 30)`, and where it stops."""
    if forecast.budget.on_delete:
        return "OnDelete: a new image reaches a node when its pod is deleted by hand"
    if forecast.held or forecast.paused:
        return f"{_moving_words(forecast)}{_held_words(forecast)}"
    return _moving_words(forecast)


def _held_words(forecast: Forecast) -> str:
    """Return what the update strategy itself holds back."""
    keep = "keeps" if forecast.held == 1 else "keep"
    why = "paused" if forecast.paused else "partition and selector"
    return f"; {counted(forecast.held, 'node')} {keep} the old pod ({why})"


def _moving_words(forecast: Forecast) -> str:
    if not forecast.mended.waves:
        return "no old pod to replace"
    stops = forecast.course.replaced_at_best < forecast.desired
    if stops and not forecast.course.waiting:
        return f"it is stuck; {_course_words(forecast, forecast.mended)}, once it can continue"
    words = _course_words(forecast, forecast.course)
    if forecast.course.replaced == forecast.desired:
        return words
    return f"{words}, then it {'stops' if stops else 'can stop'}: {_kept(forecast)}"


def _kept(forecast: Forecast) -> str:
    """`3 of 9 nodes keep the old pod`; a range where chance decides how many."""
    least = forecast.desired - forecast.course.replaced_at_best
    most = forecast.desired - forecast.course.replaced
    number = str(most) if least == most else f"{least} to {most}"
    verb = "keeps" if most == 1 else "keep"
    return f"{number} of {counted(forecast.desired, 'node')} {verb} the old pod"


def _course_words(forecast: Forecast, course: Course) -> str:
    words = waves_words(course)
    if course.waiting > sum(wave.times for wave in course.waves):
        words += " after the new pods of empty nodes"
    if forecast.budget.max_surge > 0:
        words += ", each new pod beside the old one"
    if forecast.in_place:
        words += ", in place: containers restart and pods stay"
    seconds = course.waiting * forecast.wave.seconds
    if seconds:
        words += f", at least {duration(seconds)} (per wave: {' + '.join(forecast.wave.parts)})"
    return words


def waves_words(course: Course) -> str:
    """`1 wave of 5 nodes`, `3 waves of 3 nodes, then 1 of 1`."""
    first, *rest = _joined(course.waves)
    words = f"{counted(first.times, 'wave')} of {counted(first.size, 'node')}"
    words += "".join(f", then {wave.times} of {wave.size}" for wave in rest[:_SHOWN])
    left = sum(wave.times for wave in rest[_SHOWN:])
    return f"{words} and {left} more" if left else words


def _joined(waves: tuple[Wave, ...]) -> list[Wave]:
    joined: list[Wave] = []
    for wave in waves:
        if joined and joined[-1].size == wave.size:
            joined[-1] = Wave(wave.size, joined[-1].times + wave.times)
        else:
            joined.append(wave)
    return joined


def duration(seconds: int) -> str:
    """`45 s`, `4 min`, `1 min 30 s`, `2 h 5 min`."""
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        minutes, rest = divmod(seconds, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(seconds, _HOUR)
    minutes = rest // _MINUTE
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
