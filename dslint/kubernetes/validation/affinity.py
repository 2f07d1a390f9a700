"""Affinity: to nodes, and to or away from other pods.

Source: validateNodeAffinity, validatePodAffinityTerm and what they call in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dslint.kubernetes import names
from dslint.kubernetes.validation.building import forbidden, invalid, required
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.fields import either, missing, shown
from dslint.kubernetes.validation.label_selectors import selector_problems
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem, Related

Data = Mapping[str, Any]

NODES = "node-affinity"
PODS = "pod-affinity"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
WEIGHT_LIMIT = 100
LISTS = ("In", "NotIn")
PRESENCE = ("Exists", "DoesNotExist")
NUMBERS = ("Gt", "Lt")
NODE_FIELD = "metadata.name"


def affinity_problems(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the affinity at `path`."""
    if "nodeAffinity" in affinity:
        yield from _node_affinity_problems(affinity["nodeAffinity"], (*path, "nodeAffinity"), context)
    for kind in ("podAffinity", "podAntiAffinity"):
        if kind in affinity:
            yield from _pod_affinity_problems(affinity[kind], (*path, kind), context)


def _node_affinity_problems(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    if REQUIRED in affinity:
        here = (*path, REQUIRED, "nodeSelectorTerms")
        terms = affinity[REQUIRED].get("nodeSelectorTerms") or ()
        if not terms:
            yield required(
                "node-selector-terms-empty",
                here,
                "required node affinity has no terms, so it would match no node",
                write="Add a term with matchExpressions, or remove the required affinity.",
            )
        check_values = not context.allowed.node_affinity_label_values
        for index, term in enumerate(terms):
            yield from _term_problems(term, (*here, index), check_values=check_values)
    for index, preferred in enumerate(affinity.get(PREFERRED) or ()):
        place = (*path, PREFERRED, index)
        yield from _weight_problems(preferred, place, NODES)
        # A value that no label can have only warns here.
        yield from _term_problems(
            preferred.get("preference") or {}, (*place, "preference"), check_values=False
        )


def _weight_problems(term: Data, place: FieldPath, rule: str) -> Iterator[Problem]:
    weight = term.get("weight", 0)
    if not 1 <= weight <= WEIGHT_LIMIT:
        said = f"`weight: {weight}` is out of range" if "weight" in term else "`weight` is missing"
        yield invalid(
            rule,
            (*place, "weight"),
            f"{said}: it must be between 1 and {WEIGHT_LIMIT}",
            write="Write weight: 1.",
        )


def _term_problems(term: Data, path: FieldPath, *, check_values: bool) -> Iterator[Problem]:
    for index, expression in enumerate(term.get("matchExpressions") or ()):
        yield from _expression_problems(
            expression, (*path, "matchExpressions", index), check_values=check_values
        )
    for index, expression in enumerate(term.get("matchFields") or ()):
        yield from _field_problems(expression, (*path, "matchFields", index))


def _expression_problems(expression: Data, path: FieldPath, *, check_values: bool) -> Iterator[Problem]:
    operator, values = expression.get("operator", ""), expression.get("values") or ()
    key, here = expression.get("key", ""), (*path, "values")
    if operator in LISTS:
        if not values:
            yield required(NODES, here, f"`operator: {operator}` compares with `values`, and there are none")
    elif operator in PRESENCE:
        if values:
            yield forbidden(
                NODES,
                here,
                f"`operator: {operator}` looks at the label's key alone, so there must be no `values`",
                anchor="key",
                write="Remove `values`, or write In or NotIn.",
                changes=(Change("remove", here),),
            )
    elif operator in NUMBERS:
        if len(values) != 1:
            yield required(
                NODES,
                here,
                f"`operator: {operator}` compares with one number, and there are {len(values)} `values`",
            )
    else:
        yield _unknown_operator(operator, (*path, "operator"), (*LISTS, *PRESENCE, *NUMBERS))
    fault = names.label_key(key)
    if fault:
        yield invalid(NODES, (*path, "key"), f"the label key `{shown(key)}` {fault}")
    if check_values:
        for index, value in enumerate(values):
            fault = names.label_value(value)
            if fault:
                yield invalid(NODES, (*here, index), f"the label value `{shown(value)}` {fault}")


def _field_problems(expression: Data, path: FieldPath) -> Iterator[Problem]:
    operator, values = expression.get("operator", ""), expression.get("values") or ()
    key = expression.get("key", "")
    if operator not in LISTS:
        yield _unknown_operator(operator, (*path, "operator"), LISTS)
    elif len(values) != 1:
        message = f"`matchFields` compares with one value, and there are {len(values)}"
        yield required(NODES, (*path, "values"), message, write="Write one node name a term.")
    if key != NODE_FIELD:
        message = f"`key: {shown(key)}` is no field of a node that can be matched"
        yield invalid(
            NODES, (*path, "key"), message, write=f"Write key: {NODE_FIELD}, or use matchExpressions."
        )
        return
    for index, value in enumerate(values):
        fault = names.dns_subdomain(value)
        if fault:
            yield invalid(NODES, (*path, "values", index), f"the node name `{shown(value)}` {fault}")


def _unknown_operator(operator: str, place: FieldPath, known: Sequence[str]) -> Problem:
    meant = next((word for word in known if word.lower() == operator.lower()), "")
    return invalid(
        NODES,
        place,
        f"`operator: {shown(operator)}` is not known; it can be {either(known)}",
        write=f"Write {meant or either(known)}.",
        changes=(Change("replace", place, meant),) if meant else (),
        safe=bool(meant),
    )


def _pod_affinity_problems(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, term in enumerate(affinity.get(REQUIRED) or ()):
        yield from _pod_term_problems(term, (*path, REQUIRED, index), context)
    for index, preferred in enumerate(affinity.get(PREFERRED) or ()):
        place = (*path, PREFERRED, index)
        yield from _weight_problems(preferred, place, PODS)
        yield from _pod_term_problems(
            preferred.get("podAffinityTerm") or {}, (*place, "podAffinityTerm"), context
        )


def _pod_term_problems(term: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    loose = context.allowed.pod_affinity_label_values
    for name in ("labelSelector", "namespaceSelector"):
        if name in term:
            yield from selector_problems(term[name], (*path, name), PODS, allow_invalid_values=loose)
    for index, namespace in enumerate(term.get("namespaces") or ()):
        fault = names.dns_label(namespace)
        if fault:
            message = f"the namespace `{shown(namespace)}` {fault}"
            yield invalid(PODS, (*path, "namespaces", index), message, field=field_text((*path, "namespace")))
    yield from _label_keys_problems(term, path)
    key = term.get("topologyKey", "")
    if not key:
        yield missing(PODS, term, (*path, "topologyKey"), "Name the node label that makes the groups.")
    fault = names.label_key(key)
    if fault:
        yield invalid(PODS, (*path, "topologyKey"), f"`topologyKey: {shown(key)}` {fault}")


def _label_keys_problems(term: Data, path: FieldPath) -> Iterator[Problem]:
    selector = term.get("labelSelector")
    match, mismatch = term.get("matchLabelKeys") or (), term.get("mismatchLabelKeys") or ()
    for name, keys in (("matchLabelKeys", match), ("mismatchLabelKeys", mismatch)):
        if keys:
            yield from label_keys_problems(keys, (*path, name), PODS, selector)
    if selector is not None:
        for key in keys_said_twice(selector):
            if key in match:
                index = len(match) - 1 - match[::-1].index(key)
                yield clash(
                    key, (*path, "matchLabelKeys", index), PODS, path, field=field_text((*path, index))
                )
    for index, key in enumerate(match):
        if key in mismatch:
            yield invalid(
                PODS,
                (*path, "matchLabelKeys", index),
                f"`{shown(key)}` is in `matchLabelKeys` and in `mismatchLabelKeys`",
                write="Remove it from one of them.",
                related=(Related((*path, "mismatchLabelKeys", mismatch.index(key)), "the same key"),),
            )


def label_keys_problems(
    keys: Sequence[str], path: FieldPath, rule: str, selector: Data | None
) -> Iterator[Problem]:
    """Judge keys of labels that are added to a selector; without a selector there is nothing to add to."""
    if selector is None:
        yield forbidden(
            rule,
            path,
            f"`{path[-1]}` adds to a `labelSelector`, and there is none",
            anchor="key",
            write="Add a labelSelector, or remove it.",
        )
        return
    for index, key in enumerate(keys):
        fault = names.label_key(key)
        if fault:
            yield invalid(rule, (*path, index), f"the label key `{shown(key)}` {fault}")


def keys_said_twice(selector: Data) -> Iterator[str]:
    """The keys of expressions that the selector has already spoken of, in labels or an earlier expression.

    A server adds matchLabelKeys to the selector before it looks, and takes a second word on a key for
    a clash with the added one. In a template nothing is added yet, so one word alone is not seen.
    """
    seen = set(selector.get("matchLabels") or ())
    for expression in selector.get("matchExpressions") or ():
        key = expression.get("key", "")
        if key in seen:
            yield key
        seen.add(key)


def clash(key: str, path: FieldPath, rule: str, term: FieldPath, *, field: str | None = None) -> Problem:
    """A key that is in a selector and among the keys added to it."""
    return invalid(
        rule,
        path,
        f"`{shown(key)}` is in `matchLabelKeys` and already in the `labelSelector`",
        field=field,
        write="Remove it from one of them.",
        related=(Related((*term, "labelSelector"), "the selector", "key"),),
    )
