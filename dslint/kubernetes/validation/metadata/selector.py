"""spec.selector, and the labels of the template that it must match.

Source: ValidateDaemonSetSpec in pkg/apis/apps/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.labels import expression_holds
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.problem_constructors import invalid
from dslint.kubernetes.validation.value_checks import shown
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import POD_LABELS, FieldPath, MapKey
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

SELECTOR: FieldPath = ("spec", "selector")
LABELS_FIELD = "spec.template.metadata.labels"
RULE = "selector-invalid"
Spec = Mapping[str, Any]


def daemonset_selector_problems(spec: Spec, context: Context) -> Iterator[Problem]:
    """Judge the selector, and whether it matches the template's pods."""
    selector = spec.get("selector")
    labels: Mapping[str, str] = spec["template"]["metadata"].get("labels") or {}
    if selector is None:
        yield _missing(labels)
        return
    allowed = context.allowed.pod_affinity_label_values
    yield from selector_problems(selector, SELECTOR, RULE, allow_invalid_values=allowed)
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        yield invalid(
            "selector-empty",
            SELECTOR,
            "the `selector` is empty; a DaemonSet must select its own pods",
            write="matchLabels with labels of the template that never change",
        )
    elif not any(selector_problems(selector, SELECTOR, RULE)):
        # An invalid selector matches nothing, even if the update may keep it.
        yield from _mismatches(selector, labels)


def _missing(labels: Mapping[str, str]) -> Problem:
    rows = "".join(f"\n    {yaml_text(key)}: {yaml_text(value)}" for key, value in labels.items())
    text = f"selector:\n  matchLabels:{rows}"
    return invalid(
        "selector-missing",
        SELECTOR,
        "`selector` is missing, so the DaemonSet would own none of its pods",
        field=LABELS_FIELD,
        write=text if labels else "selector.matchLabels, and the same labels in the template",
        changes=(Change("insert", ("spec",), text, before="template"),) if labels else (),
    )


def _mismatches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[Problem]:
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            yield _label_mismatch(key, value, labels)
    for index, expression in enumerate(selector.get("matchExpressions") or ()):
        if not expression_holds(expression, labels):
            yield _expression_mismatch(expression, (*SELECTOR, "matchExpressions", index), labels)


def _label_mismatch(key: str, value: str, labels: Mapping[str, str]) -> Problem:
    selected = (*SELECTOR, "matchLabels", MapKey(key))
    label = f"{yaml_text(key)}: {yaml_text(value)}"
    place: FieldPath = (*POD_LABELS, MapKey(key)) if key in labels else POD_LABELS
    change = Change("replace", place, yaml_text(value)) if key in labels else Change("insert", place, label)
    return invalid(
        "selector-mismatch",
        place,
        f"the pods do not have the label {key}={shown(value)}",
        field=LABELS_FIELD,
        write=label,
        related=(Related(selected, "the selector requires this"),),
        changes=(change,) if labels else (),
        note="the pods have this" if key in labels else f"no label {key} here",
    )


def _expression_mismatch(
    expression: Mapping[str, Any], path: FieldPath, labels: Mapping[str, str]
) -> Problem:
    key, operator = expression.get("key", ""), expression.get("operator", "")
    values = ", ".join(expression.get("values") or ())
    term = f"{key} {operator}" + (f" ({values})" if values else "")
    return invalid(
        "selector-mismatch",
        (*POD_LABELS, MapKey(key)) if key in labels else POD_LABELS,
        f"the pods' labels do not satisfy {term}",
        field=LABELS_FIELD,
        write="labels in the template that satisfy the selector",
        related=(Related(path, "the selector requires this"),),
        note="the pods have this" if key in labels else f"no label {key} here",
    )
