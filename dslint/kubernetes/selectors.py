"""Label selectors: `matchLabels` and `matchExpressions`.

Source: Kubernetes 1.34 to 1.37, `LabelSelectorAsSelector` in k8s.io/apimachinery/pkg/apis/meta/v1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dslint.kubernetes.access import items, mapping, text


def selects(selector: Any, labels: Mapping[str, str]) -> bool:
    """Whether a label selector (JSON data) selects these labels: None selects nothing, an empty one all."""
    if not isinstance(selector, Mapping):
        return False
    pairs = mapping(selector, "matchLabels")
    return all(labels.get(key) == value for key, value in pairs.items()) and all(
        _meets(expression, labels) for expression in items(selector, "matchExpressions")
    )


def _meets(expression: Any, labels: Mapping[str, str]) -> bool:
    value = labels.get(text(expression, "key"))
    values = items(expression, "values")
    operator = text(expression, "operator")
    if operator == "In":
        return value is not None and value in values
    if operator == "NotIn":
        return value not in values
    if operator == "Exists":
        return value is not None
    return operator == "DoesNotExist" and value is None
