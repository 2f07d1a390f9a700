"""Affinity to nodes.

Source: validateNodeAffinity and ValidateNodeSelectorTerm in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required
from dslint.kubernetes.validation.value_checks import shown, unknown_word
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "node-affinity"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
WEIGHT_LIMIT = 100
LISTS = ("In", "NotIn")
PRESENCE = ("Exists", "DoesNotExist")
NUMBERS = ("Gt", "Lt")
NODE_FIELD = "metadata.name"


def node_affinity_problems(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the node affinity at `path`."""
    if REQUIRED in affinity:
        here = (*path, REQUIRED, "nodeSelectorTerms")
        terms = affinity[REQUIRED].get("nodeSelectorTerms") or ()
        if not terms:
            yield required(
                "node-selector-terms-empty",
                here,
                "required node affinity has no terms, so it would match no node",
                write="a term with matchExpressions, or no required affinity at all",
            )
        for index, term in enumerate(terms):
            yield from _term_problems(term, (*here, index), context)
    for index, preferred in enumerate(affinity.get(PREFERRED) or ()):
        place = (*path, PREFERRED, index)
        yield from weight_problems(preferred, place, RULE)
        # An invalid label value gives only a warning here.
        yield from _term_problems(preferred.get("preference") or {}, (*place, "preference"), None)


def _term_problems(term: Data, path: FieldPath, context: Context | None) -> Iterator[Problem]:
    """Judge a term; its values only with a context."""
    for index, expression in enumerate(term.get("matchExpressions") or ()):
        here = (*path, "matchExpressions", index)
        yield from _expression_problems(expression, here)
        if context is not None and not context.allowed.node_affinity_label_values:
            yield from _value_problems(expression.get("values") or (), (*here, "values"), context)
    for index, expression in enumerate(term.get("matchFields") or ()):
        yield from _field_problems(expression, (*path, "matchFields", index))


def _expression_problems(expression: Data, path: FieldPath) -> Iterator[Problem]:
    key, values = expression.get("key", ""), expression.get("values") or ()
    yield from _operator_problems(expression.get("operator", ""), values, path)
    fault = names.label_key(key)
    if fault:
        yield invalid(RULE, (*path, "key"), f"the label key `{shown(key)}` {fault}")


def _value_problems(values: Sequence[str], path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, value in enumerate(values):
        fault = names.label_value(value)
        if fault and context.holds("invalid label values in node affinity are looked at"):
            yield invalid(RULE, (*path, index), f"the label value `{shown(value)}` {fault}")


def _operator_problems(operator: str, values: Sequence[str], path: FieldPath) -> Iterator[Problem]:
    """Judge the operator, and whether it gets as many values as it compares with."""
    here, said = (*path, "values"), f"`operator: {operator}`"
    if operator in LISTS:
        if not values:
            yield required(RULE, here, f"{said} needs `values`, but none are given")
    elif operator in PRESENCE:
        if values:
            yield forbidden(
                RULE,
                here,
                f"{said} only tests the key of the label and takes no `values`",
                anchor="key",
                write="remove values, or use operator In or NotIn",
                changes=(Change("remove", here),),
            )
    elif operator in NUMBERS:
        if len(values) != 1:
            message = f"{said} needs exactly one value, got {len(values)}` values"
            yield required(RULE, here, message)
    else:
        known = (*LISTS, *PRESENCE, *NUMBERS)
        yield unknown_word(RULE, (*path, "operator"), operator, known, build=invalid)


def _field_problems(expression: Data, path: FieldPath) -> Iterator[Problem]:
    operator, values = expression.get("operator", ""), expression.get("values") or ()
    key = expression.get("key", "")
    if operator not in LISTS:
        yield unknown_word(RULE, (*path, "operator"), operator, LISTS, build=invalid)
    elif len(values) != 1:
        message = f"`matchFields` needs exactly one value, got {len(values)}"
        yield required(
            RULE, (*path, "values"), message, write=("one node name; use a separate term for each node")
        )
    if key != NODE_FIELD:
        message = f"`key: {shown(key)}` is not a node field that can be matched"
        yield invalid(RULE, (*path, "key"), message, write=f"key: {NODE_FIELD}, or matchExpressions")
        return
    for index, value in enumerate(values):
        fault = names.dns_subdomain(value)
        if fault:
            yield invalid(RULE, (*path, "values", index), f"the node name `{shown(value)}` {fault}")


def weight_problems(term: Data, place: FieldPath, rule: str) -> Iterator[Problem]:
    """Judge the weight of a preference, for nodes or for pods."""
    weight = term.get("weight", 0)
    if not 1 <= weight <= WEIGHT_LIMIT:
        said = f"`weight: {weight}` is out of range" if "weight" in term else "`weight` is missing"
        yield invalid(
            rule,
            (*place, "weight"),
            f"{said}: it must be between 1 and {WEIGHT_LIMIT}",
            write="weight: 1",
        )
