"""Changes become splices, and nothing else of a file moves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.reader.edits import edits_of
from dslint.reader.stream import read_stream
from dslint.values.problem import Change


def changed(text: str, change: Change) -> str | None:
    """The text with one change made, or None where it cannot be."""
    stream = read_stream(text)
    document = stream.documents[-1]
    edits = edits_of(document, document.node, change)
    if edits is None:
        return None
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert read_stream(text).error is None
    return text


def path(*steps: Any) -> tuple[Any, ...]:
    return steps


CASES: list[tuple[str, Change, str]] = [
    ("a: 1 # c\n", Change("replace", path("a"), "2"), "a: 2 # c\n"),
    ("a:\nb: 1\n", Change("replace", path("a"), "2"), "a: 2\nb: 1\n"),
    ("a:\n  - 1\n  - 2\nb: 1\n", Change("replace", path("a"), "[]"), "a: []\nb: 1\n"),
    ("a: {b: 'c'}\n", Change("replace", path("a", "b"), "d"), "a: {b: d}\n"),
    ('{"a": {"b": 1}}', Change("replace", path("a", "b"), '"2"'), '{"a": {"b": "2"}}'),
    ("a:\r\n- x\r\n", Change("replace", path("a", 0), "y"), "a:\r\n- y\r\n"),
    ("x: 1\n---\na: 日\n", Change("replace", path("a"), "b"), "x: 1\n---\na: b\n"),
    ("a: |\n  b\n  c\nd: 1\n", Change("replace", path("a"), "x"), "a: x\nd: 1\n"),
    ("a: !!str 5\n", Change("replace", path("a"), "6"), "a: !!str 6\n"),
    ("a:\n  b: 1\n", Change("rename", path("a", "b"), "c"), "a:\n  c: 1\n"),
    ("a: 1\nb: 2\na: 3\n", Change("rename", path("a"), "c"), "c: 1\nb: 2\nc: 3\n"),
    ('{"a": 1, "a": 2}', Change("rename", path("a"), "c"), '{"c": 1, "c": 2}'),
    ("a: 5\n", Change("quote", path("a")), 'a: "5"\n'),
    (
        "x: 1\na:\n  b:\n    c:\n",
        Change("insert", path("a", "b", "c"), "d: 2"),
        "x: 1\na:\n  b:\n    c:\n      d: 2\n",
    ),
    ("\na: 1\n", Change("insert", path(), "b: 2", "a"), "\nb: 2\na: 1\n"),
    ("a: [yes, no]\n", Change("quote", path("a", 1)), 'a: [yes, "no"]\n'),
    ("a: it\\x\n", Change("quote", path("a")), "a: 'it\\x'\n"),
    ("a: 1\nb: 2 # why\nc: 3\n", Change("remove", path("b")), "a: 1\nc: 3\n"),
    ("a: 1\nb:\n  c: 2\n", Change("remove", path("b")), "a: 1\n"),
    ("a: 1\nb: 2", Change("remove", path("b")), "a: 1"),
    ("a: 1\r\nb: 2", Change("remove", path("b")), "a: 1"),
    ("a:\n  b: 1\nc: 2\n", Change("remove", path("a", "b")), "a: {}\nc: 2\n"),
    ("a:\n- b: 1\n  c: 2\n", Change("remove", path("a", 0, "b")), "a:\n- c: 2\n"),
    ("a:\n- b: 1\n  c: 2\n", Change("remove", path("a", 0, "c")), "a:\n- b: 1\n"),
    ("a:\n- x\n- y\n- z\n", Change("remove", path("a", 1)), "a:\n- x\n- z\n"),
    ("a:\n  - b: 1\n    c: 2\n  - d: 3\n", Change("remove", path("a", 0)), "a:\n  - d: 3\n"),
    ("a:\n- x\n", Change("remove", path("a", 0)), "a: []\n"),
    ("a: [x, y, z]\n", Change("remove", path("a", 1)), "a: [x, z]\n"),
    ("a: {x: 1, z: 2}\n", Change("remove", path("a", "z")), "a: {x: 1}\n"),
    ("a: [x]\n", Change("remove", path("a", 0)), "a: []\n"),
    ("a:\n  b: 1 # c\nd: 1\n", Change("insert", path("a"), "e: 2"), "a:\n  b: 1 # c\n  e: 2\nd: 1\n"),
    ("a:\n  b: 1", Change("insert", path("a"), "e:\n  f: 2"), "a:\n  b: 1\n  e:\n    f: 2"),
    ("a: 1\r\n", Change("insert", path(), "b: 2"), "a: 1\r\nb: 2\r\n"),
    ("a:\n- b: 1\n", Change("insert", path("a", 0), "c: 2"), "a:\n- b: 1\n  c: 2\n"),
    ("a:\n- b: 1\n", Change("insert", path("a"), "c: 2\nd: 3"), "a:\n- b: 1\n- c: 2\n  d: 3\n"),
    ("a:\n  - x\n", Change("insert", path("a"), "- y"), "a:\n  - x\n  - y\n"),
    ("a:\nb: 1\n", Change("insert", path("a"), "c: 2"), "a:\n  c: 2\nb: 1\n"),
    ("a: {}\nb: 1\n", Change("insert", path("a"), "c: 2"), "a:\n  c: 2\nb: 1\n"),
    ("a: {b: 1}\n", Change("insert", path("a"), "c: 2"), "a: {b: 1, c: 2}\n"),
    ("a: [x]\n", Change("insert", path("a"), "y"), "a: [x, y]\n"),
    ("a: {b: {}, c: 1}\n", Change("insert", path("a", "b"), "d: 2"), "a: {b: {d: 2}, c: 1}\n"),
    (
        "a:\n  b: 1\n  c: 2\n",
        Change("insert", path("a"), "d:\n  e: 3", "c"),
        "a:\n  b: 1\n  d:\n    e: 3\n  c: 2\n",
    ),
    ("a:\n  # why\n  c: 2\n", Change("insert", path("a"), "d: 3", "c"), "a:\n  d: 3\n  # why\n  c: 2\n"),
    ("a:\r\n  b: 1\r\n  c: 2", Change("insert", path("a"), "d: 3", "c"), "a:\r\n  b: 1\r\n  d: 3\r\n  c: 2"),
    ("a:\n- c: 2\n", Change("insert", path("a", 0), "d: 3", "c"), "a:\n- c: 2\n  d: 3\n"),
    ("a:\n  b: 1\n", Change("insert", path("a"), "d: 3", "c"), "a:\n  b: 1\n  d: 3\n"),
]

JSON_CASES: list[tuple[str, Change, str]] = [
    ('{"a": "b"}', Change("replace", path("a"), "c"), '{"a": "c"}'),
    ('{"a":"b"}', Change("replace", path("a"), "'386'"), '{"a": "386"}'),
    ('{"a": 1}', Change("replace", path("a"), "2"), '{"a": 2}'),
    ('{"a": 1}', Change("replace", path("a"), "{b: c}"), '{"a": {"b": "c"}}'),
    ('{"a": 1}', Change("rename", path("a"), "b"), '{"b": 1}'),
    ('{"a": 1}', Change("quote", path("a")), '{"a": "1"}'),
    ('{"a": {"b": 1}}', Change("insert", path("a"), "c: d"), '{"a": {"b": 1, "c": "d"}}'),
    ('{\n "a": 1\n}', Change("insert", path(), "b:\n  c: d"), '{\n "a": 1,\n "b": {"c": "d"}\n}'),
    ('{"a": {}}', Change("insert", path("a"), "c: d"), '{"a": {"c": "d"}}'),
    ('{"a": []}', Change("insert", path("a"), "- c: d"), '{"a": [{"c": "d"}]}'),
    ('{"a": [1]}', Change("insert", path("a"), "c: d"), '{"a": [1, {"c": "d"}]}'),
    ('{"a": null}', Change("insert", path("a"), "c: d"), '{"a": {"c": "d"}}'),
    ('{\n "a": 1,\n "b": 2\n}', Change("remove", path("b")), '{\n "a": 1\n}'),
    ('{"a": 1, "b": 2}', Change("remove", path("a")), '{"b": 2}'),
]


@pytest.mark.parametrize("text, change, expected", JSON_CASES)
def test_a_change_of_json_gives_json(text: str, change: Change, expected: str) -> None:
    result = changed(text, change)
    assert result == expected
    json.loads(expected)


@pytest.mark.parametrize("text, change, expected", CASES)
def test_a_change_is_a_splice(text: str, change: Change, expected: str) -> None:
    assert changed(text, change) == expected


@pytest.mark.parametrize(
    "text, change",
    [
        ("x: &x {k: 1}\na: *x\n", Change("replace", path("a", "k"), "2")),
        ("x: &x {k: 1}\na:\n  <<: *x\n", Change("replace", path("a", "k"), "2")),
        ("a: 1\n", Change("replace", path("b"), "2")),
        ("a: 1\n", Change("insert", path("a"), "b: 2")),
        ("a: 'x'\n", Change("quote", path("a"))),
        ("a: {b: 1}\n", Change("insert", path("a"), "c:\n  d: 2")),
        ("x: &x {k: 1}\na: {b: 1, <<: *x, c: 2}\n", Change("remove", path("a", "b"))),
        ("x: &x {k: 1}\na:\n- b: 1\n  <<: *x\n  c: 2\n", Change("remove", path("a", 0, "b"))),
        ("a: {b: 1, c: 2, b: 3}\n", Change("remove", path("a", "b"))),
    ],
)
def test_what_text_alone_cannot_change_is_left(text: str, change: Change) -> None:
    assert changed(text, change) is None
