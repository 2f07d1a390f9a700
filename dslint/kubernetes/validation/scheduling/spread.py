"""Topology spread constraints.

Source: validateTopologySpreadConstraints in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.problem_constructors import duplicate, invalid, not_supported
from dslint.kubernetes.validation.scheduling.label_keys import clash, keys_said_twice, label_keys_problems
from dslint.kubernetes.validation.tables import TOPOLOGY_SPREAD_CONSTRAINT
from dslint.kubernetes.validation.value_checks import check_fields, shown, unknown_word
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

RULE = "topology-spread"
ACTIONS = ("DoNotSchedule", "ScheduleAnyway")


def spread_problems(constraints: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the constraints at `path`."""
    for index, constraint in enumerate(constraints):
        place = (*path, index)
        yield from check_fields(constraint, TOPOLOGY_SPREAD_CONSTRAINT, place)
        yield from _skew_problems(constraint, place)
        yield from _domain_problems(constraint, place)
        yield from _repeat_problems(constraints, index, path)
        yield from _selector_problems(constraint, place, context)


def _skew_problems(constraint: Data, place: FieldPath) -> Iterator[Problem]:
    skew, action = constraint.get("maxSkew", 0), constraint.get("whenUnsatisfiable", "")
    if skew <= 0:
        said = f"`maxSkew: {skew}` is too small" if "maxSkew" in constraint else "`maxSkew` is missing"
        yield invalid(RULE, (*place, "maxSkew"), f"{said}: it must be at least 1", write="maxSkew: 1")
    here = (*place, "whenUnsatisfiable")
    if not action:
        yield not_supported(RULE, here, f"`whenUnsatisfiable` is missing; it must be {either(ACTIONS)}")
    elif action not in ACTIONS:
        yield unknown_word(RULE, here, action, ACTIONS)


def _domain_problems(constraint: Data, place: FieldPath) -> Iterator[Problem]:
    domains, action = constraint.get("minDomains"), constraint.get("whenUnsatisfiable", "")
    if domains is None:
        return
    here = (*place, "minDomains")
    if domains <= 0:
        yield invalid(RULE, here, f"`minDomains: {domains}` is too small: it must be at least 1")
    if action != "DoNotSchedule":
        yield invalid(
            RULE,
            here,
            "`minDomains` only works with `whenUnsatisfiable: DoNotSchedule`",
            anchor="key",
            write="whenUnsatisfiable: DoNotSchedule, or remove minDomains",
            related=(Related((*place, "whenUnsatisfiable"), "the action"),),
        )


def _repeat_problems(constraints: Sequence[Data], index: int, path: FieldPath) -> Iterator[Problem]:
    """Report equal pairs. The server reports the earlier one; the author added the later one."""
    pair = _pair(constraints[index])
    later = next((i for i in range(index + 1, len(constraints)) if _pair(constraints[i]) == pair), None)
    if later is not None:
        yield duplicate(
            RULE,
            (*path, index),
            f"two constraints have `topologyKey: {shown(pair[0])}` and `whenUnsatisfiable: {shown(pair[1])}`",
            field=field_text((*path, index, "{topologyKey, whenUnsatisfiable}")),
            write="one of the two",
            related=(Related((*path, later), "the other one"),),
        )


def _pair(constraint: Data) -> tuple[str, str]:
    return constraint.get("topologyKey", ""), constraint.get("whenUnsatisfiable", "")


def _selector_problems(constraint: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    selector = constraint.get("labelSelector")
    if constraint.get("matchLabelKeys"):
        yield from _match_label_keys_problems(constraint["matchLabelKeys"], selector, place, context)
    if selector is not None and not context.allowed.spread_selector:
        yield from selector_problems(selector, (*place, "labelSelector"), RULE)


def _match_label_keys_problems(
    keys: Sequence[str], selector: Data | None, place: FieldPath, context: Context
) -> Iterator[Problem]:
    """Judge matchLabelKeys by the rule of the version, which is queried only if the rules differ."""
    problems, older = (
        list(_key_problems(keys, selector, place)),
        list(_older_key_problems(keys, selector, place)),
    )
    if problems != older and (
        context.allowed.spread_match_label_keys
        or not context.holds("matchLabelKeys of a spread are merged into its selector")
    ):
        problems = older
    yield from problems


def _key_problems(keys: Sequence[str], selector: Data | None, place: FieldPath) -> Iterator[Problem]:
    """Judge matchLabelKeys. The server names the constraint, not the list, when a key clashes."""
    here = (*place, "matchLabelKeys")
    yield from label_keys_problems(keys, here, RULE, selector)
    for key in keys_said_twice(selector or {}):
        if key in keys:
            index = len(keys) - 1 - keys[::-1].index(key)
            yield clash(key, (*here, index), RULE, place, field=field_text((*place, index)))


def _older_key_problems(keys: Sequence[str], selector: Data | None, place: FieldPath) -> Iterator[Problem]:
    """Apply the rule before 1.34, which still applies if the stored template breaks the newer one."""
    here = (*place, "matchLabelKeys")
    if selector is None:
        yield from label_keys_problems(keys, here, RULE, None)
    yield from label_keys_problems(keys, here, RULE, {})
    said = set(_keys_said(selector or {}))
    for index, key in enumerate(keys):
        if key in said:
            yield clash(key, (*here, index), RULE, place)


def _keys_said(selector: Data) -> Iterator[str]:
    """Return every key that a selector uses."""
    yield from selector.get("matchLabels") or ()
    for expression in selector.get("matchExpressions") or ():
        yield expression.get("key", "")


def violates_match_label_keys(constraint: Data) -> bool:
    """Whether the matchLabelKeys of a constraint break any rule."""
    selector, keys = constraint.get("labelSelector"), constraint.get("matchLabelKeys") or ()
    return bool(keys) and any(_key_problems(keys, selector, ()))
