"""What is said of text that cannot be read: the rule, the place, the words."""

from __future__ import annotations

import pytest

from dslint.reader.stream import read_stream

CASES: list[tuple[str, str, tuple[int, int], str]] = [
    ("a:\n\tb: 1\n", "tabs-as-indentation", (2, 1), "this line is indented with a tab"),
    ("a:\n  b: 1\n  \tc: 2\n", "tabs-as-indentation", (3, 3), "this line is indented with a tab"),
    ("a: b: c\n", "invalid-yaml", (1, 5), "the value contains a colon followed by a space"),
    ("m:\n  n: Warning: do not\n", "invalid-yaml", (2, 13), "the value contains a colon followed by a space"),
    ("a: 1\n  b: 2\n", "invalid-yaml", (2, 3), "indented below line 1, which already has a value"),
    ("a: 'b\nc: 1\n", "invalid-yaml", (1, 4), "this opening quote is never closed"),
    ('a:\n  b: "c\n', "invalid-yaml", (2, 6), "this opening quote is never closed"),
    ("a: [b, c\nd: 1\n", "invalid-yaml", (1, 4), "this opening [ is never closed"),
    ("a: [\n", "invalid-yaml", (1, 4), "this opening [ is never closed"),
    ("a: {b: c\n", "invalid-yaml", (1, 4), "this opening { is never closed"),
    ("a: ['b' \"c\"]\n", "invalid-yaml", (1, 9), "a comma or ] is missing here"),
    ("a: 'b' c\n", "invalid-yaml", (1, 8), "`c` after it is unexpected"),
    ("a:\n  b: 1\n c: 2\n", "invalid-yaml", (3, 2), "indented by 1, which matches no level above it"),
    ("a:\n  - b\n  c: 1\n", "invalid-yaml", (3, 3), "the list that begins in line 2 continues here"),
    ("a: 1\n- b\n", "invalid-yaml", (2, 1), "a list item is not allowed among the keys"),
    ("a: 1\nb\nc: 2\n", "invalid-yaml", (2, 1), "`b` is neither a key with a colon nor an item"),
    ("a: 1\nb:2\nc: 3\n", "invalid-yaml", (2, 1), "a key needs a colon and a space after it"),
    ("a: - b\n", "invalid-yaml", (1, 4), "a list cannot begin on the same line as its key"),
    ("a: @b\n", "invalid-yaml", (1, 4), "a value cannot begin with @"),
    ("a: `b`\n", "invalid-yaml", (1, 4), "a value cannot begin with a backtick"),
    ("a: %b\n", "invalid-yaml", (1, 4), "a value cannot begin with %"),
    ("a: *.log\n", "invalid-yaml", (1, 4), "* begins a reference"),
    ("a: *\n", "invalid-yaml", (1, 4), "* begins a reference"),
    ("a: *b\n", "invalid-yaml", (1, 4), "the alias *b refers to an anchor that is not defined"),
    ("a: &b\n  c: *b\n", "invalid-yaml", (2, 6), "the alias *b is inside the node it refers to"),
    ("a: | b\n", "invalid-yaml", (1, 6), "nothing may follow | or >"),
    ('a: "C:\\d"\n', "invalid-yaml", (1, 7), "a backslash in double quotes begins an escape"),
    ('a: "\\/"\n', "invalid-yaml", (1, 5), "a backslash in double quotes begins an escape"),
    ("a: {{ .Values.x }}\n", "invalid-yaml", (1, 4), "{{ begins a template expression"),
    ("{% if x %}\na: 1\n", "invalid-yaml", (1, 1), "{% begins a template expression"),
    ("```yaml\na: 1\n```\n", "invalid-yaml", (1, 1), "a Markdown code fence is not part of a manifest"),
    ("$ kubectl get ds -o yaml\na: 1\n", "invalid-yaml", (1, 1), "a shell command is not part of a manifest"),
    ("cat <<EOF\na: 1\nEOF\n", "invalid-yaml", (1, 1), "this line is for a shell"),
    ("a: 1\nvim ds.yaml\nb: 1\n", "invalid-yaml", (2, 1), "a shell command is not part of a manifest"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n", "invalid-yaml", (2, 1), "a merge conflict was left"),
    ("a: 1\n---b: 2\n", "invalid-yaml", (2, 1), "a line that begins with --- must contain nothing else"),
    ("a: 1\x07\n", "invalid-yaml", (1, 5), "control character found"),
    ("a: 1\n---\nb: 1\n---\nc: 'd\n", "invalid-yaml", (5, 4), "this opening quote is never closed"),
    ("x: 1\n---\nb: 1\n  c: 2\n", "invalid-yaml", (4, 3), "indented below line 3"),
    ("[a]: 1\n", "invalid-yaml", (1, 1), "a mapping or list cannot be a key"),
    ("a: .inf\n", "invalid-yaml", (1, 4), "infinity and NaN are not allowed"),
    ("a: 1\n~: 2\n", "invalid-yaml", (2, 1), "a key is missing"),
    ("a:\n  <<: 5\n", "invalid-yaml", (2, 7), "the merge key << needs a mapping"),
    ('{"a": 1} {"b": 2} {"c" 3}', "invalid-yaml", (1, 24), "'3' where a colon should be"),
]


@pytest.mark.parametrize("text, rule, place, words", CASES)
def test_the_fault_is_named(text: str, rule: str, place: tuple[int, int], words: str) -> None:
    error = read_stream(text).error
    assert error is not None
    assert words in error.message
    assert (error.rule, error.line, error.column) == (rule, *place)


@pytest.mark.parametrize("text", [text for text, rule, _, _ in CASES if rule == "tabs-as-indentation"])
def test_what_to_write_is_said(text: str) -> None:
    error = read_stream(text).error
    assert error is not None
    assert error.write == "replace every tab with spaces"


@pytest.mark.parametrize(
    "text, quoted",
    [("a: b: c\n", '"b: c"'), ('a: b: "c"\n', "'b: \"c\"'")],
)
def test_a_value_with_a_colon_is_quoted_with_the_quotes_it_lacks(text: str, quoted: str) -> None:
    error = read_stream(text).error
    assert error is not None
    assert error.write == quoted


@pytest.mark.parametrize(
    "text, write",
    [
        ("a: @b c\n", '"@b c"'),
        ("a: [`b`, c]\n", '"`b`"'),
        ("a: %b\n", '"%b"'),
        (" * see: this\n", '"* see: this"'),
        ("a:\n  b: 1\n  c\n", "c: …, or - c"),
        ("a:\n  -b: 1\n   c: 2\n", "- b: 1"),
    ],
)
def test_the_line_is_shown_as_it_would_be_right(text: str, write: str) -> None:
    error = read_stream(text).error
    assert error is not None
    assert error.write == write


def test_every_word_of_libyaml_is_put_plainly() -> None:
    """None of the cases above falls back to the parser's own words."""
    for text, *_ in CASES:
        error = read_stream(text).error
        assert error is not None
        assert "cannot be read as YAML:" not in error.message
