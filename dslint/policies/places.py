"""The place in a policy's file of a place inside one of its expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.reader.locate import locate
from dslint.values.span import Span

if TYPE_CHECKING:
    from dslint.policies.values import Source
    from dslint.reader.nodes import Document, Node
    from dslint.values.path import FieldPath


def span_in(source: Source, path: FieldPath, line: int = 0, column: int = 0) -> Span:
    """Return the span of a field, or of the place (`line`, `column`, from 1) in the expression in it."""
    document, root = source.manifest.document, source.manifest.node
    whole = locate(document, root, path)
    node = root.at(path)
    if line == 0 or node is None or not isinstance(node.data, str):
        return whole
    offset = _offset(document, node, line, column)
    if offset is None:
        return whole
    at = document.lines.place(offset)
    return Span(*at, at[0], at[1] + 1)


def _offset(document: Document, node: Node, line: int, column: int) -> int | None:
    """Return the offset in the file, if the value is written line by line as it is read."""
    start, end = document.offsets(node)
    written = document.lines.text[start:end]
    wanted = node.data.split("\n")[line - 1]
    if node.style not in ("|", ">"):
        found = written.find(wanted) if line == 1 else -1
        return None if found < 0 else start + found + column - 1
    offset = start
    lines = written.split("\n")
    for at, text in enumerate(lines):
        # The first line holds the header of the block; the value begins under it.
        if at == line:
            indent = text.find(wanted)
            return None if indent < 0 else offset + indent + column - 1
        offset += len(text) + 1
    return None
