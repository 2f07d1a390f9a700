"""The quick answer whether a user's file is valid is never yes where the library says no."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dslint.linter.config.quick_check import is_plainly_valid
from dslint.linter.config.user_files import schema_named

SCHEMA = schema_named("config")
KEYS = st.sampled_from([*SCHEMA["properties"], "paths", "names", "rule", "reason", "node-name-set", "x"])
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-1, 2),
        st.sampled_from(["", "all", "error", "off", "a/b", "1.36"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_it_is_never_wrong_about_configurations(data: dict[str, Any]) -> None:
    assert is_plainly_valid(SCHEMA, data) == Draft202012Validator(SCHEMA).is_valid(data)


VALID: list[dict[str, Any]] = [
    {},
    {"profile": "all", "select": ["a"], "ignore": ["b", {"rule": "c", "reason": "d"}], "kubernetes": 1.3},
    {"overrides": [{"paths": ["a"], "severity": {"x": "off"}}], "nodes": ["a"], "groups": {"g": ["a"]}},
    {"extends": "a", "baseline": "b", "require-reasons": True, "parameters": {"x": {"y": [1]}}},
]


@pytest.mark.parametrize("data", VALID)
def test_what_people_write_takes_the_quick_way(data: dict[str, Any]) -> None:
    assert is_plainly_valid(SCHEMA, data)


def test_a_keyword_that_is_not_understood_leaves_the_answer_to_the_library() -> None:
    assert not is_plainly_valid({"pattern": "a"}, "a")
