"""Tolerations. The server reports several faults at `operator`, wherever they are.

Source: ValidateTolerations in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid
from dslint.kubernetes.validation.tables import TOLERATION
from dslint.kubernetes.validation.value_checks import check_fields, shown, unknown_word
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "toleration-invalid"
OPERATORS = ("Equal", "Exists")
COMPARISONS = ("Lt", "Gt")
SAID_FOR_EQUAL = ("In", "=", "==")
_WHOLE_NUMBER = re.compile(r"(?:0|-?[1-9][0-9]{0,18})\Z")
_INT64 = 2**63


def toleration_problems(tolerations: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the tolerations at `path`. The server accepts duplicates."""
    compare = context.gate("TaintTolerationComparisonOperators") or context.allowed.toleration_comparison
    for index, toleration in enumerate(tolerations):
        place = (*path, index)
        yield from check_fields(toleration, TOLERATION, place)
        yield from _key_problems(toleration, place)
        yield from _seconds_problems(toleration, place)
        yield from _operator_problems(toleration, place, compare=compare)


def _key_problems(toleration: Data, place: FieldPath) -> Iterator[Problem]:
    operator = toleration.get("operator", "")
    if toleration.get("key") or operator == "Exists":
        return
    write = "the key of the taint (operator: Exists without a key tolerates every taint)"
    changes: tuple[Change, ...]
    says_more = bool(toleration.get("value")) or operator not in ("", *OPERATORS)
    if not operator:
        message = (
            "the toleration has no `key`; without one it matches every taint, which needs `operator: Exists`"
        )
        changes = (Change("insert", place, "operator: Exists"),)
    else:
        message = f"`operator: {shown(operator)}` needs a `key`"
        changes = (Change("replace", (*place, "operator"), "Exists"),)
    if says_more:  # with Exists, it would be rejected for that
        changes = ()
    yield invalid(RULE, (*place, "operator"), message, write=write, changes=changes)


def _seconds_problems(toleration: Data, place: FieldPath) -> Iterator[Problem]:
    effect = toleration.get("effect", "")
    if "tolerationSeconds" not in toleration or effect == "NoExecute":
        return
    yield invalid(
        RULE,
        (*place, "effect"),
        f"`tolerationSeconds` delays an eviction, which `effect: {shown(effect)}` never causes"
        if effect
        else "`tolerationSeconds` delays an eviction and needs `effect: NoExecute`",
        write="effect: NoExecute, or remove tolerationSeconds",
        related=(Related((*place, "tolerationSeconds"), "the time until eviction", "key"),),
        changes=(Change("remove", (*place, "tolerationSeconds")),),
    )


def _operator_problems(toleration: Data, place: FieldPath, *, compare: bool) -> Iterator[Problem]:
    operator, value = toleration.get("operator", ""), toleration.get("value", "")
    if operator in ("", "Equal"):
        fault = names.label_value(value)
        if fault:
            field = field_text((*place, "operator"))
            yield invalid(RULE, (*place, "value"), f"`value: {shown(value)}` {fault}", field=field)
    elif operator == "Exists":
        if value:
            yield invalid(
                RULE,
                (*place, "value"),
                f"`operator: Exists` only tests the key, so `value: {shown(value)}` is not allowed",
                field=field_text((*place, "operator")),
                write="remove value, or use operator: Equal",
                related=(Related((*place, "operator"), "only tests the key"),),
                changes=(Change("remove", (*place, "value")),),
            )
    elif operator in COMPARISONS and compare:
        if not is_int64(value):
            message = f"`value: {shown(value)}` must be an integer for `operator: {operator}`"
            yield invalid(RULE, (*place, "value"), message)
    else:
        yield _unknown_operator(operator, (*place, "operator"))


def _unknown_operator(operator: str, place: FieldPath) -> Problem:
    problem = unknown_word(RULE, place, operator, OPERATORS)
    if operator in COMPARISONS:
        message = (
            f"`operator: {operator}` needs the feature gate "
            "TaintTolerationComparisonOperators, which is disabled"
        )
        return problem._replace(message=message)
    if operator in SAID_FOR_EQUAL:
        return problem._replace(write="operator: Equal", changes=(Change("replace", place, "Equal"),))
    return problem


def is_int64(text: str) -> bool:
    """Whether a text is a 64-bit integer as Go prints it: no plus sign, no leading zeros."""
    return bool(_WHOLE_NUMBER.match(text)) and -_INT64 <= int(text) < _INT64
