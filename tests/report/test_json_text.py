"""Indented JSON is what the standard library would write."""

from __future__ import annotations

import json

import pytest

from dslint.report.json_text import indented
from dslint.values.span import Span


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        'é \u2028 \ud800 \x00 " \\',
        {"empty": {}, "none": [], "null": None, "yes": True, "no": False},
        [[], [[]], {"a": {"b": [1, -2.5, 1e300, "x"]}}, ()],
        {"span": Span(1, 2, 3, 4), "a\nkey": "\t"},
    ],
)
def test_it_is_byte_for_byte_what_json_dumps_writes(value: object) -> None:
    assert indented(value) == json.dumps(value, indent=2, ensure_ascii=False)
