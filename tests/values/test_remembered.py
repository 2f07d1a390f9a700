"""Answers that are kept as long as what they are about."""

from __future__ import annotations

import gc
import weakref

from dslint.values.remembered import remembered


class _Plan:
    """Anything that can be referred to weakly."""


def test_each_value_is_worked_out_once() -> None:
    asked: list[_Plan] = []

    @remembered
    def answer(plan: _Plan) -> None:
        asked.append(plan)

    one, other = _Plan(), _Plan()
    for plan in (one, other, one):
        answer(plan)
    assert asked == [one, other]


def test_an_answer_goes_with_its_value() -> None:
    @remembered
    def answer(_plan: _Plan) -> _Plan:
        return _Plan()

    plan = _Plan()
    kept = weakref.ref(answer(plan))
    assert answer(plan) is kept()
    del plan
    gc.collect()
    assert kept() is None
