"""Label selectors and label maps, wherever they occur.

Source: ValidateLabelSelector and ValidateLabels in k8s.io/apimachinery/pkg/apis/meta/v1/validation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any
from dslint.values.words import either

_NEED_VALUES = frozenset({"In", "NotIn"})
_TAKE_NO_VALUES = frozenset({"Exists", "DoesNotExist"})
OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def label_problems(
    labels: Mapping[str, str], path: FieldPath, rule: str, *, field: str | None = None
) -> Iterator[Problem]:
    """Judge a map of labels. The server always names the map, never the key."""
    named = field or field_text(path)
    for key, value in labels.items():
        fault = names.label_key(key)
        if fault:
            message = f"the label key `{shown(key)}` {fault}"
            yield invalid(rule, (*path, MapKey(key)), message, field=named, anchor="key")
        fault = names.label_value(value)
        if fault:
            message = f"the label `{key}: {shown(value)}` {fault}"
            yield invalid(rule, (*path, MapKey(key)), message, field=named)


def selector_problems(
    selector: Mapping[str, Any], path: FieldPath, rule: str, *, allow_invalid_values: bool = False
) -> Iterator[Problem]:
    """Judge a LabelSelector; `allow_invalid_values` accepts values in expressions that no label can have."""
    yield from label_problems(selector.get("matchLabels") or {}, (*path, "matchLabels"), rule)
    for index, expression in enumerate(selector.get("matchExpressions") or ()):
        place = (*path, "matchExpressions", index)
        yield from _expression_problems(expression, place, rule, allow_invalid_values=allow_invalid_values)


def _expression_problems(
    expression: Mapping[str, Any], path: FieldPath, rule: str, *, allow_invalid_values: bool
) -> Iterator[Problem]:
    operator, values = expression.get("operator", ""), expression.get("values") or ()
    if operator in _NEED_VALUES:
        if not values:
            message = f"`{operator}` needs `values`, but none are given"
            yield required(
                rule,
                (*path, "values"),
                message,
                write="at least one value, or Exists or DoesNotExist",
            )
    elif operator in _TAKE_NO_VALUES:
        if values:
            message = f"`{operator}` only tests the key and takes no `values`"
            yield forbidden(rule, (*path, "values"), message, write="remove values, or use In or NotIn")
    else:
        yield _unknown_operator(operator, (*path, "operator"), rule)
    key = expression.get("key", "")
    fault = names.label_key(key)
    if fault:
        yield invalid(rule, (*path, "key"), f"the label key `{shown(key)}` {fault}")
    if allow_invalid_values:
        return
    for index, value in enumerate(values):
        fault = names.label_value(value)
        if fault:
            yield invalid(rule, (*path, "values", index), f"the label value `{shown(value)}` {fault}")


def _unknown_operator(operator: str, path: FieldPath, rule: str) -> Problem:
    meant = next((known for known in OPERATORS if known.lower() == operator.lower()), "")
    return invalid(
        rule,
        path,
        f"`operator: {shown(operator)}` is not a known value; it must be {either(OPERATORS)}",
        write=f"operator: {meant}" if meant else "",
        changes=(Change("replace", path, meant),) if meant else (),
    )
