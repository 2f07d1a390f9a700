"""spec.updateStrategy: how many pods may be down, and how many duplicated.

Source: ValidateDaemonSetUpdateStrategy in pkg/apis/apps/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import invalid, not_supported, required
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.long_numbers import whole_number
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

RULE = "update-strategy"
STRATEGIES = ("RollingUpdate", "OnDelete")
STRATEGY: FieldPath = ("spec", "updateStrategy")
ROLLING: FieldPath = (*STRATEGY, "rollingUpdate")
BUDGETS = ("maxUnavailable", "maxSurge")
_WHOLE = re.compile(r"[+-]?[0-9]+\Z")
_ALL = 100


def update_strategy_problems(strategy: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge a decoded, defaulted updateStrategy."""
    kind = strategy.get("type", "")
    if kind == "OnDelete":
        return
    if kind != "RollingUpdate":
        yield not_supported(
            RULE,
            (*STRATEGY, "type"),
            (
                f"`type: {shown(kind)}` is not an update strategy "
                f"of a DaemonSet; it must be {either(STRATEGIES)}"
            ),
            field="spec.updateStrategy",
            write="type: RollingUpdate",
        )
        return
    rolling = strategy["rollingUpdate"]
    for name in BUDGETS:
        yield from _budget_problems(rolling[name], (*ROLLING, name), name)
    yield from _both_problems(rolling["maxUnavailable"], rolling["maxSurge"])


def _budget_problems(budget: int | str, path: FieldPath, name: str) -> Iterator[Problem]:
    if isinstance(budget, int):
        if budget < 0:
            yield invalid(RULE, path, f"`{name}: {budget}` must not be negative")
        return
    fault = names.percentage(budget)
    if budget.isdigit():
        yield invalid(
            RULE,
            path,
            f"`{name}` is the string {budget!r}, but must be an integer or a percentage",
            write=f"{name}: {budget} without quotes, or {budget}%",
            changes=(Change("replace", path, budget),),
        )
    elif fault:
        yield invalid(RULE, path, f"`{name}: {shown(budget)}` {fault}")
    elif whole_number(budget[:-1]) > _ALL:
        yield invalid(RULE, path, f"`{name}: {budget}` is more than 100%", write="100% or less")


def _both_problems(unavailable: int | str, surge: int | str) -> Iterator[Problem]:
    if amount(unavailable) and amount(surge):
        yield invalid(
            "surge-with-unavailable",
            (*ROLLING, "maxSurge"),
            f"`maxSurge: {surge}` beside `maxUnavailable: {unavailable}`; only one of them may be above 0",
            write="maxUnavailable: 0 beside maxSurge (the default is 1)",
            related=(Related((*ROLLING, "maxUnavailable"), f"{unavailable} here"),),
        )
    elif not amount(unavailable) and not amount(surge):
        yield required(
            "update-budget-zero",
            (*ROLLING, "maxUnavailable"),
            "`maxUnavailable` and `maxSurge` are both 0, so no pod could ever be replaced",
            write="maxUnavailable: 1, or maxSurge: 1 to start the new pod first",
            related=(Related((*ROLLING, "maxSurge"), f"{surge} here"),),
        )


def amount(budget: int | str) -> int:
    """Return the number that the server compares with zero: a percentage, or the number in another string."""
    if isinstance(budget, int):
        return budget
    if not names.percentage(budget):
        return whole_number(budget[:-1])
    return whole_number(budget) if _WHOLE.match(budget) else 0
