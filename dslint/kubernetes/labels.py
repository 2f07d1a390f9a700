"""Label selectors: whether a selector matches the labels of an object.

Source: LabelSelectorAsSelector in k8s.io/apimachinery/pkg/apis/meta/v1 and
k8s.io/apimachinery/pkg/labels.
"""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.typed import Any

Labels = Mapping[str, str]


def matches(selector: Mapping[str, Any], labels: Labels) -> bool:
    """Whether every term of a LabelSelector matches; an empty selector matches everything."""
    wanted = selector.get("matchLabels") or {}
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(expression_holds(term, labels) for term in selector.get("matchExpressions") or ())


def expression_holds(expression: Mapping[str, Any], labels: Labels) -> bool:
    """Whether one term of `matchExpressions` matches. NotIn and DoesNotExist match a missing label."""
    key, operator = expression.get("key", ""), expression.get("operator", "")
    values = expression.get("values") or ()
    if operator == "In":
        return key in labels and labels[key] in values
    if operator == "NotIn":
        return key not in labels or labels[key] not in values
    if operator == "Exists":
        return key in labels
    return operator == "DoesNotExist" and key not in labels
