"""A whole text to documents: decode the bytes, split as kubectl does, read each chunk."""

from __future__ import annotations

from typing import NamedTuple

from dslint.reader.nodes import Document


class SyntaxProblem(NamedTuple):
    """Why reading stopped, in our words, at a 1-based place."""

    rule: str
    message: str
    line: int
    column: int
    write: str = ""


class Stream(NamedTuple):
    """The documents read before any error (empty ones left out), the decoded text, and the error."""

    documents: tuple[Document, ...]
    text: str
    error: SyntaxProblem | None = None


def read_stream(source: str | bytes) -> Stream:
    """Read a text the way kubectl reads a file. Never raises."""
    from dslint.reader.builder import Unreadable, build  # noqa: PLC0415 - the parser loads late

    text = source if isinstance(source, str) else source.decode("utf-8-sig", "replace")
    documents: list[Document] = []
    line = index = 0
    for chunk in _chunks(text):
        try:
            node = build(chunk)
        except Unreadable as error:
            problem = SyntaxProblem("invalid-yaml", error.message, line + error.line + 1, error.column + 1)
            return Stream(tuple(documents), text, problem)
        if node is not None and node.data is not None:
            documents.append(Document(len(documents), node, line, index))
        line += chunk.count("\n")
        index += len(chunk)
    return Stream(tuple(documents), text)


def _chunks(text: str) -> list[str]:
    chunks, current = [], ""
    for row in text.splitlines(keepends=True):
        if row.startswith("---"):
            chunks.append(current)
            current = row
        else:
            current += row
    return [*chunks, current]
