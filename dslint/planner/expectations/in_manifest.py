"""Expectations written beside a manifest: a comment, or an annotation, which survives Helm.

# dslint: expect runs on pool=edge
metadata: {annotations: {dslint/expect: "desired=12"}}     several: one a line
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dslint.kubernetes.access import text
from dslint.reader.nodes import Document, Node
from dslint.reader.objects import Manifest
from dslint.values.span import Span

ANNOTATION = "dslint/expect"

_COMMENT = re.compile(r"(?<!\S)#[ \t]*dslint:[ \t]*expect[ \t]+(?P<words>\S[^\n]*)")
_SEPARATOR = re.compile(r"\n---")


class Beside(NamedTuple):
    """One expectation as written, and where."""

    words: str
    span: Span


def expectations_beside(manifest: Manifest) -> Iterator[Beside]:
    """Every expectation written beside a manifest, in order; comments hold for its whole document."""
    yield from _in_comments(manifest.document)
    node = manifest.node.at(("metadata", "annotations", ANNOTATION))
    if node is None:
        return
    span = manifest.document.span(node)
    for line in text(manifest.data, "metadata", "annotations", ANNOTATION).splitlines():
        if line.strip():
            yield Beside(line.strip(), span)


def _in_comments(document: Document) -> Iterator[Beside]:
    whole = document.lines.text
    end = _SEPARATOR.search(whole, document.offset + 1)
    for found in _COMMENT.finditer(whole, document.offset, end.start() if end else len(whole)):
        if not _in_scalar(document.node, found.start() - document.offset):
            start, stop = found.span("words")
            yield Beside(found["words"].rstrip(), document.lines.span(start, stop))


def _in_scalar(node: Node, offset: int) -> bool:
    """Whether an offset of the document's chunk lies in a scalar: there `#` begins no comment."""
    while node.start <= offset < node.end:
        children = node.children
        if children is None:
            return True
        below = children.values() if isinstance(children, dict) else children
        inside = next((child for child in below if child.start <= offset < child.end), None)
        if inside is None:
            return False
        node = inside
    return False
