from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.selectors import selects

LABELS = {"app": "agent", "tier": "node"}


@pytest.mark.parametrize(
    "selector, selected",
    [
        (None, False),
        ({}, True),
        ({"matchLabels": {"app": "agent"}}, True),
        ({"matchLabels": {"app": "other"}}, False),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["agent", "x"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["agent"]}]}, False),
        ({"matchExpressions": [{"key": "zone", "operator": "NotIn", "values": ["a"]}]}, True),
        ({"matchExpressions": [{"key": "tier", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}, False),
        ({"matchExpressions": [{"key": "tier", "operator": "Near"}]}, False),
        (
            {"matchLabels": {"app": "agent"}, "matchExpressions": [{"key": "zone", "operator": "Exists"}]},
            False,
        ),
        ({"matchLabels": ["app"], "matchExpressions": "x"}, True),
        ({"matchExpressions": ["x"]}, False),
        ("app=agent", False),
    ],
)
def test_what_a_selector_selects(selector: Any, *, selected: bool) -> None:
    assert selects(selector, LABELS) is selected
