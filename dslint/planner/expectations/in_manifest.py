"""Expectations in a manifest: a comment, or an annotation, which survives Helm.

# dslint: expect runs on pool=edge
metadata: {annotations: {dslint/expect: "desired=12"}}     several: one a line
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.kubernetes.access import text
from dslint.planner.expectations.grammar import Expectation, parse_expectation
from dslint.planner.where import MisreadError
from dslint.reader.directives import Directive, directives_of
from dslint.reader.nodes import Document
from dslint.reader.objects import Manifest
from dslint.values.span import Span

ANNOTATION = "dslint/expect"
VERB = "expect"
"""The word after `# dslint:` in an expectation."""


class Beside(NamedTuple):
    """One expectation as written, its place, and its meaning: None if it is invalid, and why."""

    words: str
    span: Span
    expectation: Expectation | None
    wrong: str = ""


def expectations_beside(manifest: Manifest) -> Iterator[Beside]:
    """Return every expectation in a manifest, in order; comments apply to their whole document."""
    yield from expectations_in_comments(manifest.document)
    node = manifest.node.at(("metadata", "annotations", ANNOTATION))
    if node is None:
        return
    span = manifest.document.span(node)
    for line in text(manifest.data, "metadata", "annotations", ANNOTATION).splitlines():
        if line.strip():
            yield _read(line.strip(), span)


def expectations_in_comments(document: Document) -> tuple[Beside, ...]:
    """Return the expectations in a document's comments; cached, since each item of a List asks."""
    global _last  # noqa: PLW0603 - one entry of a cache
    if _last is None or _last[0] is not document:
        found = (directive for directive in directives_of(document) if directive.verb == VERB)
        _last = document, tuple(_beside(directive, document) for directive in found)
    return _last[1]


_last: tuple[Document, tuple[Beside, ...]] | None = None


def _beside(directive: Directive, document: Document) -> Beside:
    start = directive.words_start
    return _read(directive.words, document.lines.span(start, start + len(directive.words)))


def _read(words: str, span: Span) -> Beside:
    try:
        return Beside(words, span, parse_expectation(words))
    except MisreadError as error:
        return Beside(words, span, None, error.message)
