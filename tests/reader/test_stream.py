"""What kubectl makes of a text, beyond what the vectors ask."""

from __future__ import annotations

from typing import Any

import pytest

import dslint
from dslint.reader.prefilter import daemonsets_and_companions, may_hold_daemonset
from dslint.reader.problems import Limits
from dslint.reader.stream import read_stream

READ: list[tuple[str, list[Any]]] = [
    ("a: [nginx:1.2, {b:c}]\n", [{"a": ["nginx:1.2", {"b:c": None}]}]),
    ("a: {http://x:80/y: 1}\n", [{"a": {"http://x:80/y": 1}}]),
    ("a: ! 5\n", [{"a": "5"}]),
    ("a: !!float 5\n", [{"a": 5}]),
    ("a: !!binary aGk=\n", [{"a": "hi"}]),
    ("a: !!binary /w==\n", [{"a": "\ufffd"}]),
    ("a: 0b-11\n", [{"a": -3}]),
    ("a: .5_0\n", [{"a": 0.5}]),
    ("a: ._5\n", [{"a": "._5"}]),
    ("a: 18446744073709551616\n", [{"a": 2.0**64}]),
    ("a: 1e999\n", [{"a": "1e999"}]),
    ("1e6: a\n", [{"1e+06": "a"}]),
    ("0.1: a\n", [{"0.1": "a"}]),
    ("123456789.0: a\n", [{"1.2345679e+08": "a"}]),
    (".inf: a\n", [{".inf": "a"}]),
    ("a: .inf\na: 1\n", [{"a": 1}]),
    ("~: 1\n...\n", []),
    ("a: 1\n...\n: : :\n", [{"a": 1}]),
    ("x: &a on\n*a : 1\n", [{"x": True, "true": 1}]),
    ("&a on: 1\nb: *a\n", [{"true": 1, "b": True}]),
    ("# head\n\ufeffa: 1\n", [{"\ufeffa": 1}]),
    ('{"a": "\\ud83d\\ude00\\/\\ud800"}', [{"a": "😀/\ufffd"}]),
    ('{"a": 1} {"b": 2}\n5', [{"a": 1}, {"b": 2}, 5]),
    ('{"a": 1}\nb: 2\n', [{"a": 1}, {"b": 2}]),
    ("{a: 1}\n", [{"a": 1}]),
]


@pytest.mark.parametrize("text, documents", READ)
def test_documents(text: str, documents: list[Any]) -> None:
    stream = dslint.read(text)
    assert list(stream.documents) == documents
    assert (stream.error is None) == (not text.startswith("~"))


REFUSED = [
    'a: "\\/"\n',
    "[a]: 1\n",
    "~: 1\n",
    "18446744073709551615: 1\n",
    "a: .nan\n",
    "a: *b\n",
    "a: &a [*a]\n",
    "<<: 5\n",
    "a: !!int x\n",
    "a: !!binary ?\n",
    "--- x\n",
    "%YAML 1.1\n---\na: 1\n",
    '{"a": 1} {"b": 2} c: d\n',
    "{a}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_kubectl_refuses(text: str) -> None:
    assert dslint.read(text).error is not None


@pytest.mark.parametrize(
    "content, text, encoding",
    [
        (b"\xef\xbb\xbf{}{}", "{}{}", "utf-8"),
        ("a: é\n".encode("utf-16"), "a: é\n", "utf-16-le"),
        (b"\xfe\xff" + "a: é\n".encode("utf-16-be"), "a: é\n", "utf-16-be"),
    ],
)
def test_byte_order_marks(content: bytes, text: str, encoding: str) -> None:
    stream = read_stream(content)
    assert (stream.text, stream.decoded.encoding, stream.error) == (text, encoding, None)


def test_bytes_that_are_not_utf_8_are_read_and_known() -> None:
    stream = read_stream(b"a: 1\nb: caf\xe9\n")
    assert stream.documents[0].data == {"a": 1, "b": "caf\ufffd"}
    assert stream.decoded.bad_at == len("a: 1\nb: caf")


def test_reading_goes_on_behind_a_broken_document_when_asked() -> None:
    text = "a: [\n---\nb: 1\n---\nc: ]\n"
    assert [document.data for document in read_stream(text).documents] == []
    stream = read_stream(text, go_on=True)
    assert [document.data for document in stream.documents] == [{"b": 1}]
    assert stream.error is not None
    assert [error.line for error in (stream.error, *stream.later_errors)] == [1, 5]


@pytest.mark.parametrize("kind", ["DaemonSet", "Daemonset", "daemonSet", '"DaemonSet "', "deamonset"])
def test_the_filter_does_not_lose_a_misspelt_kind(kind: str) -> None:
    assert may_hold_daemonset(f"Kind: {kind}\n")


@pytest.mark.parametrize(
    "text",
    ['kind: "Daem\\x6fnSet"\n', 'kind: "D\\u0061emonSet"\n', 'kind: "Dae\\\n  monSet"\n', "a: !!binary x\n"],
)
def test_the_filter_does_not_lose_what_is_escaped(text: str) -> None:
    assert may_hold_daemonset(text)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps/v1\nkind:\nmetadata: {}\n",
        "apiVersion: apps/v1\nkind: # later\n",
        "kind: ~\napiVersion: apps/v1\n",
        "apiVersion: apps/v1\r\nkind: \r\n",
        "apiVersion: apps/v1\nkind: null\n---\napiVersion: apps/v1\nkind: Deployment\n",
        'apiVersion: apps/v1\nkind: ""\n',
        '{"apiVersion": "apps/v1", "kind": null, "roleRef": {"kind": "Role"}}',
        '{"apiVersion":"apps/v1","kind":null}',
        '{"apiVersion": "apps/v1", "kind": 100000000000000000000}',
    ],
)
def test_the_filter_does_not_lose_an_empty_kind(text: str) -> None:
    assert may_hold_daemonset(text)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps/v1\nkind: Deployment\n",
        '{"apiVersion": "apps/v1", "kind": "Deployment", "x": null}',
        "kind: StatefulSet # null\napiVersion: apps/v1\n",
    ],
)
def test_the_filter_leaves_other_kinds_out(text: str) -> None:
    assert not may_hold_daemonset(text)


def test_only_daemonsets_and_what_concerns_them_is_read() -> None:
    text = "kind: DaemonSet\n---\nkind: Service\n---\nkind: Ingress\nbad: [\n"
    stream = read_stream(text, only=daemonsets_and_companions)
    assert [document.data["kind"] for document in stream.documents] == ["DaemonSet", "Service"]
    assert read_stream("kind: Service\n", only=daemonsets_and_companions).documents == ()


def test_limits_are_told_at_their_place() -> None:
    deep = read_stream("a:\n  b:\n    - [x]\n", limits=Limits(depth=3))
    assert deep.error is not None
    assert (deep.error.rule, deep.error.line, deep.error.column) == ("nested-too-deep", 3, 7)
    many = read_stream("a: [1, 2, 3, 4]\n", limits=Limits(nodes=4))
    assert many.error is not None
    assert many.error.rule == "document-too-large"
    several = read_stream("a: 1\n---\nb: 2\n---\nc: 3\n", limits=Limits(documents=2))
    assert several.error is not None
    assert (several.error.rule, several.error.line) == ("document-too-large", 5)
    assert len(several.documents) == 2


@pytest.mark.parametrize("text", ["- {a: 1}", "- {a: 1}\n- 2\n"])
def test_a_list_of_mappings_is_not_taken_for_json(text: str) -> None:
    (document,) = read_stream(text).documents
    assert isinstance(document.data, list)
    assert document.data[0] == {"a": 1}
