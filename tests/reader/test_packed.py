"""Documents of a long text, whose trees are not kept: they say the same as those of a short one."""

from __future__ import annotations

import pytest

from dslint.linter.engine import lint_stream, lint_text
from dslint.reader.lines import LongText, lines_of
from dslint.reader.nodes import Node
from dslint.reader.objects import objects_of
from dslint.reader.packed import Packed
from dslint.reader.stream import read_stream
from dslint.values.limits import PACKED_FROM
from tests.manifests import manifest_text

ROW = "    a line of settings that nobody reads\n"
SETTINGS = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  file: |\n{ROW * 450}"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: agent, namespace: monitoring}
spec:
  selector: {app: agentt}
  ports: [{name: metrics, port: 9100, targetPort: metrics}]
"""
LIST = """\
apiVersion: v1
kind: List
items:
  - &first {apiVersion: v1, kind: Secret, metadata: {name: one}}
  - {apiVersion: v1, kind: ServiceList, items: [{metadata: {name: two}}]}
  - *first
"""
AGENT = manifest_text(
    """\
containers:
  - name: agent
    image: registry.example/agent
    ports: [{name: metrics, containerPort: 9100, protocol: udp}]
""",
    "monitoring",
)
LONG = "---\n".join([*[SETTINGS] * (PACKED_FROM // len(SETTINGS) + 1), SERVICE, LIST, AGENT])


def test_a_long_text_keeps_no_trees() -> None:
    stream = read_stream(LONG, sparing=True)
    assert all(isinstance(document.tree, Packed) for document in stream.documents)
    assert all(isinstance(document.tree, Node) for document in read_stream(LONG).documents)
    assert all(isinstance(document.tree, Node) for document in read_stream(AGENT, sparing=True).documents)


def test_a_long_document_keeps_its_tree() -> None:
    document = read_stream(SETTINGS + ROW * (PACKED_FROM // len(ROW)), sparing=True).documents[0]
    assert isinstance(document.tree, Node)


def test_the_data_and_the_places_are_the_same() -> None:
    packed, plain = read_stream(LONG, sparing=True).documents, read_stream(LONG).documents
    assert [document.data for document in packed] == [document.data for document in plain]
    assert [document.node for document in packed[-3:]] == [document.node for document in plain[-3:]]
    assert [document.line for document in packed] == [document.line for document in plain]


def test_the_objects_of_a_packed_list_are_found_at_their_paths() -> None:
    packed, plain = read_stream(LONG, sparing=True).documents[-2], read_stream(LONG).documents[-2]
    assert [manifest.piece for manifest in objects_of(packed)] == [
        ("items", 0),
        ("items", 1, "items", 0),
        ("items", 2),
    ]
    for found, expected in zip(objects_of(packed), objects_of(plain), strict=True):
        assert (found.node, found.data, found.name) == (expected.node, expected.data, expected.name)
        assert found.unpacked().piece == expected.node


def test_a_long_text_has_the_findings_of_a_short_one() -> None:
    found = lint_text(LONG, "all.yaml")
    expected = lint_stream(read_stream(LONG, go_on=True), "all.yaml")
    assert found == expected
    assert {finding.rule for finding in found.findings} >= {"selects-nothing", "container-ports"}


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\nlast"])
def test_lines_of_a_long_text_are_those_of_a_split(end: str) -> None:
    text = "first\n\n\tthird\r\nfourth" + end
    lines = LongText(text)
    assert list(lines) == text.split("\n")
    assert len(lines) == len(text.split("\n"))
    assert (lines[-1], lines[1:3]) == (text.split("\n")[-1], text.split("\n")[1:3])
    with pytest.raises(IndexError):
        lines[len(lines)]


def test_only_the_lines_of_a_long_text_are_cut_out_one_by_one() -> None:
    assert isinstance(lines_of(AGENT), list)
    assert isinstance(lines_of(LONG), LongText)
    assert lines_of(LONG)[-2] == lines_of(AGENT)[-2]
