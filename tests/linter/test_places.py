"""Where a path points: the value, the key, or the nearest parent that was written."""

from __future__ import annotations

import pytest

from dslint.reader.locate import locate
from dslint.reader.stream import read_stream
from dslint.values.path import FieldPath, MapKey
from dslint.values.problem import Anchor

TEXT = """\
# a comment
kind: DaemonSet
spec:
  selector: {matchLabels: {app: a}}
  template:
    spec:
      containers:
      - name: agent
        image: "x:1"
        ports: []
      - image: y
      nodeSelector:
        kubernetes.io/os: linux
      hostNetwork:
"""


@pytest.mark.parametrize(
    "path, anchor, shown",
    [
        (("kind",), "value", "DaemonSet"),
        (("kind",), "key", "kind"),
        (("spec",), "value", "spec"),
        (("spec", "selector"), "value", "{matchLabels: {app: a}}"),
        (("spec", "selector", "matchLabels", MapKey("app")), "value", "a"),
        (("spec", "template", "spec", "containers", 0, "image"), "value", '"x:1"'),
        (("spec", "template", "spec", "containers", 0), "value", "name"),
        (("spec", "template", "spec", "containers", 1), "value", "image: y"),
        (("spec", "template", "spec", "containers", 0, "ports"), "value", "[]"),
        (("spec", "template", "spec", "nodeSelector", MapKey("kubernetes.io/os")), "key", "kubernetes.io/os"),
        (("spec", "template", "spec", "nodeSelector"), "value", "kubernetes.io/os: linux"),
        (("spec", "template", "spec", "nodeSelector"), "key", "nodeSelector"),
        # An empty value has no text of its own.
        (("spec", "template", "spec", "hostNetwork"), "value", "hostNetwork"),
        # What was not written is shown at the nearest parent.
        (("spec", "template", "metadata", "labels"), "value", "template"),
        (("spec", "template", "spec", "containers", 1, "name"), "value", "image: y"),
        (("spec", "template", "spec", "containers", 7), "value", "containers"),
        (("metadata", "name"), "value", "kind"),
    ],
)
def test_a_path_points_at(path: FieldPath, anchor: Anchor, shown: str) -> None:
    document = read_stream(TEXT).documents[0]
    span = locate(document, document.node, path, anchor)
    line = TEXT.splitlines()[span.line - 1]
    assert span.line == span.end_line
    assert line[span.column - 1 : span.end_column - 1] == shown


def test_places_count_lines_of_earlier_documents() -> None:
    document = read_stream("a: 1\n---\n# two\nb: {c: 2}\n").documents[1]
    assert locate(document, document.node, ("b", "c")) == (4, 8, 4, 9)
