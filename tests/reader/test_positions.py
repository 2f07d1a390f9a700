"""The text at a node's place is the node: in every style, in any document of a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dslint
from dslint.reader.nodes import Document, Node
from dslint.reader.stream import read_stream


def scalars(node: Node) -> Iterator[Node]:
    """Every scalar below a node, keys included, each where it is written."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.style == "*":
            continue
        if one.children is None:
            yield one
        else:
            yield from (one.keys or {}).values()
            waiting.extend(one.children.values() if isinstance(one.children, dict) else one.children)


def written(document: Document, node: Node) -> str:
    """The text at a node's span, found by line and column."""
    lines = document.lines.text.split("\n")
    line, column, end_line, end_column = document.span(node)
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    middle = lines[line : end_line - 1]
    return "\n".join((lines[line - 1][column - 1 :], *middle, lines[end_line - 1][: end_column - 1]))


def block_dedented(text: str, indent: int) -> str:
    """A scalar of several lines as it would stand at the first column."""
    first, *rest = text.split("\n")
    return "\n".join((first, *(line[indent:] if line[:indent].isspace() else line for line in rest)))


WORDS = st.text(alphabet="abz019.:-#_/*&!%@~'\"\\{}[],é日😀\u0301 ", min_size=0, max_size=12)
PLAIN = st.from_regex(r"[a-zé日😀][a-z0-9é日😀/._-]{0,8}", fullmatch=True)


@st.composite
def scalar_text(draw: st.DrawFn) -> str:
    """A scalar in any style that fits on one line."""
    style = draw(st.sampled_from(["plain", "single", "double", "number", "empty"]))
    if style == "single":
        return "'" + draw(WORDS).replace("'", "''") + "'"
    if style == "double":
        return json.dumps(draw(WORDS) + draw(st.sampled_from(["", "\n", "\t"])), ensure_ascii=False)
    if style == "number":
        return draw(st.sampled_from(["1", "0644", "1e3", "-0.5", "1:30", "yes", "~", "0x1F", "80.0"]))
    return "" if style == "empty" else draw(PLAIN)


@st.composite
def value_lines(draw: st.DrawFn, depth: int = 0) -> tuple[str, list[str]]:
    """What stands behind a key, and the lines below it (not yet indented)."""
    kind = draw(st.sampled_from(["scalar", "scalar", "mapping", "list", "flow", "block", "marked"]))
    if depth > 2 or kind == "scalar":
        comment = draw(st.sampled_from(["", "", "  # why"]))
        return f" {draw(scalar_text())}{comment}".rstrip(" "), []
    if kind == "marked":
        return f" {draw(st.sampled_from(['!!str ', '&a ', '!!str &b ']))}{draw(PLAIN)}", []
    if kind == "block":
        header = draw(st.sampled_from(["|", ">", "|-", ">-"]))
        return f" {header}", [f"{draw(PLAIN)} {draw(PLAIN)}" for _ in range(draw(st.integers(1, 3)))]
    if kind == "flow":
        items = [draw(scalar_text()) or "x" for _ in range(draw(st.integers(0, 3)))]
        if draw(st.booleans()):
            return f" [{', '.join(items)}]", []
        return " {" + ", ".join(f"k{number}: {item}" for number, item in enumerate(items)) + "}", []
    lines: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        behind, below = draw(value_lines(depth + 1))
        first = f"-{behind}" if kind == "list" else f"{draw(PLAIN)}{number}:{behind}"
        lines += [first, *(f"  {line}" for line in below)]
    return "", lines


@st.composite
def streams(draw: st.DrawFn) -> tuple[str, int]:
    """A text of several documents, and how many."""
    documents = []
    for _ in range(draw(st.integers(1, 3))):
        lines: list[str] = []
        for number in range(draw(st.integers(1, 4))):
            behind, below = draw(value_lines())
            lines += [f"{draw(PLAIN)}{number}:{behind}", *(f"  {line}" for line in below)]
        documents.append("\n".join(lines) + "\n")
    text = draw(st.sampled_from(["", "# head\n", "---\n"])) + "---\n".join(documents)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text, len(documents)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(streams())
def test_the_text_at_the_span_of_every_scalar_is_the_scalar(made: tuple[str, int]) -> None:
    text, count = made
    stream = read_stream(text)
    assert stream.error is None
    assert len(stream.documents) == count
    for document in stream.documents:
        for node in scalars(document.node):
            found = written(document, node)
            start, end = document.offsets(node)
            assert found == text[start:end]
            assert reads_as(found, node), (found, node)


def reads_as(found: str, node: Node) -> bool:
    """Whether a piece of text, read on its own, gives the node's data."""
    if node.style and node.style in "|>":
        indent = len(found.split("\n")[1]) - len(found.split("\n")[1].lstrip(" "))
        alone = dslint.read("a: " + block_dedented(found, indent).replace("\n", "\n  ") + "\n")
        return alone.documents == ({"a": node.data},)
    if found == node.data:  # as it stands there; also what a tag makes a string
        return True
    if found == "":
        return node.data is None
    alone = dslint.read(f"[{found}]\n" if node.style else f"- {found}\n")
    if alone.documents == ([node.data],):
        return True
    (key,) = dslint.read(f"? {found}\n").documents[0]  # a key: `yes` is "true" there
    return bool(key == node.data)


CASES: list[tuple[str, tuple[Any, ...], str, tuple[int, int, int, int]]] = [
    ("a:\n  b: c\n", ("a", "b"), "c", (2, 6, 2, 7)),
    ("a: {b: [x, yz]}\n", ("a", "b", 1), "yz", (1, 12, 1, 14)),
    ('{"a": {"b": "c d"}}', ("a", "b"), '"c d"', (1, 13, 1, 18)),
    ('{"a": 1}\n{"a": 22}', ("a",), "22", (2, 7, 2, 9)),
    ("\ufeffa: b\n", ("a",), "b", (1, 5, 1, 6)),
    ("x: 1\n---\n\ufeffa: b\n", ("a",), "b", (3, 5, 3, 6)),
    ("a: 1\r\nb:\r\n  - x\r\n", ("b", 0), "x", (3, 5, 3, 6)),
    ("a: 1\r\r\nb: 2\r\r\n", ("b",), "2", (2, 4, 2, 5)),
    ("a:\t1\n", ("a",), "1", (1, 4, 1, 5)),
    ("日本: 語\n", ("日本",), "語", (1, 5, 1, 6)),
    ("a: e\u0301x\nb: 😀y\n", ("b",), "😀y", (2, 4, 2, 6)),
    ("a: 'x\u2028b'\nc: d\n", ("c",), "d", (2, 4, 2, 5)),
    ("x: 1\n---\ny: 2\n---\nz:\n  w: 3\n", ("z", "w"), "3", (6, 6, 6, 7)),
    ("kind: List\nitems:\n- kind: A\n- kind: B\n", ("items", 1, "kind"), "B", (4, 9, 4, 10)),
    ("a: &x !!str 5\n", ("a",), "5", (1, 13, 1, 14)),
    ("a: &x\n  # why\n  b: 1\n", ("a",), "b: 1", (3, 3, 3, 7)),
    ("a: |\n  b\n  c\n\n# end\nd: 1\n", ("a",), "|\n  b\n  c", (1, 4, 3, 4)),
    ("a: |+\n  b\n\nd: 1\n", ("a",), "|+\n  b\n", (1, 4, 3, 1)),
    ("a:\n  b: 1\n\n# end\nd: 1\n", ("a",), "b: 1", (2, 3, 2, 7)),
    ("a:\n- 1\n- 2\n\nd: 1\n", ("a",), "- 1\n- 2", (2, 1, 3, 4)),
    ("a: [nginx:1.2, b:c]\n", ("a", 1), "b:c", (1, 16, 1, 19)),
    ("a: x y\n  z\nb: 1\n", ("a",), "x y\n  z", (1, 4, 2, 4)),
]


@pytest.mark.parametrize("text, path, found, span", CASES)
def test_places(text: str, path: tuple[Any, ...], found: str, span: tuple[int, int, int, int]) -> None:
    stream = read_stream(text)
    document = stream.documents[-1]
    node = document.node.at(path)
    assert node is not None
    assert document.span(node) == span
    start, end = document.offsets(node)
    assert stream.text[start:end] == found


def test_an_empty_value_lies_behind_its_colon() -> None:
    document = read_stream("a: 1\nb:\nc: 2\n").documents[0]
    node = document.node.at(("b",))
    assert node is not None
    assert document.span(node) == (2, 3, 2, 3)


def test_keys_know_their_place() -> None:
    document = read_stream("a:\n  'b c': 1\n").documents[0]
    node = document.node.at(("a",))
    assert node is not None
    assert node.keys is not None
    assert document.span(node.keys["b c"]) == (2, 3, 2, 8)


def test_a_key_said_twice_is_known_at_both_places() -> None:
    document = read_stream("a: 1\nb: 2\na: 3\n").documents[0]
    (duplicate,) = document.node.duplicates
    assert document.data == {"a": 3, "b": 2}
    assert duplicate.key == "a"
    assert document.span(duplicate.dropped_key) == (1, 1, 1, 2)
    assert document.span(duplicate.kept_key) == (3, 1, 3, 2)


def test_what_a_merge_brings_in_is_no_duplicate_and_lies_at_its_anchor() -> None:
    document = read_stream("x: &x\n  k: 1\nw:\n  <<: *x\n  k: 2\nz:\n  <<: *x\n").documents[0]
    assert document.data["w"] == {"k": 2}
    w, k, z = (document.node.at(path) for path in (("w",), ("w", "k"), ("z", "k")))
    assert w is not None
    assert k is not None
    assert z is not None
    assert list(w.duplicates) == []
    assert document.span(z) == (2, 6, 2, 7)
    assert document.span(k) == (5, 6, 5, 7)


def test_the_chart_template_of_rendered_manifests_is_known() -> None:
    text = "---\n# Source: agent/templates/a.yaml\nkind: A\n---\n# Source: agent/templates/b.yaml\nkind: B\n"
    assert [document.origin for document in read_stream(text).documents] == [
        "agent/templates/a.yaml",
        "agent/templates/b.yaml",
    ]
