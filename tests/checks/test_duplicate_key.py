"""What is lost where a key is written twice."""

from __future__ import annotations

import pytest

from dslint.checks.base import Subject
from dslint.checks.duplicate_key import check
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream


def lost(text: str) -> list[tuple[str, int, object]]:
    (document,) = read_stream(text).documents
    (manifest,) = objects_of(document)
    subject = Subject({}, document.data, manifest.node, document, manifest.name, "1.37")
    return [
        (".".join(map(str, hit.path)), document.span(place).line, hit.values["lost"])
        for hit in check(subject, {})
        if (place := document.node.at(hit.path)) is not None
    ]


LOST = [
    ("a: 1\na: 2\n", [("a", 2, "1")]),
    ("a: 1\na: 2\na: 3\n", [("a", 3, "1"), ("a", 3, "2")]),
    ("a: {b: 1, c: 2}\na: 2\n", [("a", 2, "b and c")]),
    ("a: []\na: 2\n", [("a", 2, "an empty list")]),
    ("a:\na: 2\n", [("a", 2, "nothing")]),
    ("a: [{name: x}, {containerPort: 80}, {q: 1}, z]\na: 2\n", [("a", 2, "x, 80, q and 1 more")]),
    ('a: "one\\ntwo"\na: 2\n', [("a", 2, "one")]),
    (f"a: {'x' * 50}\na: 2\n", [("a", 2, f"{'x' * 40}…")]),
    ("a:\n  - b: 1\n    b: 2\n", [("a.0.b", 3, "1")]),
    ("a: &x {b: 1, b: 2}\nc: *x\nd:\n  <<: *x\n", [("a.b", 1, "1")]),
    ("a: {b: 1}\nc: {b: 1}\n", []),
]


@pytest.mark.parametrize("text,expected", LOST)
def test_says_what_is_lost(text: str, expected: list[tuple[str, int, object]]) -> None:
    assert lost(text) == expected
