"""Label selectors in unchecked manifests; `labels` has the rule itself."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.labels import matches
from dslint.values.typed import Any


def selects(selector: Any, labels: Mapping[str, str]) -> bool:
    """Whether a label selector (JSON data) selects these labels: None selects nothing, an empty one all."""
    if not isinstance(selector, Mapping):
        return False
    readable = {
        "matchLabels": mapping(selector, "matchLabels"),
        "matchExpressions": [mapping(expression) for expression in items(selector, "matchExpressions")],
    }
    return matches(readable, labels)
