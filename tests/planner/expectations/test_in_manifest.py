"""Expectations beside a manifest: found where they are comments or annotations, and nowhere else."""

from __future__ import annotations

from dslint.planner.expectations.in_manifest import expectations_beside
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream

TEXT = """\
# dslint: expect desired=3
kind: DaemonSet
metadata:
  name: one   # dslint: expect runs on pool=edge
  annotations:
    dslint/expect: |
      never on os=windows

      fits
    note: "# dslint: expect not this"
    block: |
      # dslint: expect nor this
    odd: a#dslint:expect nor this
---
# dslint: expect desired=4
kind: DaemonSet
metadata: {name: two}
"""


def beside(text: str) -> list[list[tuple[str, int, int]]]:
    """(words, line, column) of every manifest's expectations."""
    return [
        [
            (expectation.words, expectation.span.line, expectation.span.column)
            for expectation in expectations_beside(manifest)
        ]
        for document in read_stream(text).documents
        for manifest in objects_of(document)
    ]


def test_comments_and_annotations_are_found_in_their_document() -> None:
    assert beside(TEXT) == [
        [
            ("desired=3", 1, 18),
            ("runs on pool=edge", 4, 32),
            ("never on os=windows", 6, 20),
            ("fits", 6, 20),
        ],
        [("desired=4", 15, 18)],
    ]


def test_other_comments_and_values_of_the_wrong_type_are_none() -> None:
    assert beside("# dslint: expected x\n# dslint: ignore[x] expect y\nkind: A\n") == [[]]
    assert beside("kind: A\nmetadata: {annotations: {dslint/expect: [1]}}\n") == [[]]
    assert beside("kind: A\nmetadata: {annotations: text}\n") == [[]]
