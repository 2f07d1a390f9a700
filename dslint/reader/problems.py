"""Errors and limits of reading, as values."""

from __future__ import annotations

from dslint.values.limits import DEPTH, DOCUMENT_CHARACTERS, DOCUMENT_VALUES, DOCUMENTS
from dslint.values.typed import NamedTuple

INVALID = "invalid-yaml"
TABS = "tabs-as-indentation"
TOO_DEEP = "nested-too-deep"
TOO_LARGE = "document-too-large"


COLLECTION_KEY = "a mapping or list cannot be a key"


class SyntaxProblem(NamedTuple):
    """Why a text cannot be read, in dslint's words, at a 1-based place (code points)."""

    rule: str
    message: str
    line: int
    column: int
    write: str = ""


class Unreadable(Exception):  # noqa: N818 - a state of the text, not of the program
    """kubectl could not read a chunk.

    `problem` is the message of the parser (`explain` restates it), `index` the number of code points before
    the place in the chunk. `context_index` is the start of the broken construct, if the parser gives one. If
    `rule` is set, one of dslint's own limits or rules applies, and `problem` is already plain.
    """

    def __init__(
        self, problem: str, index: int, *, context_index: int | None = None, rule: str = "", write: str = ""
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index
        self.context_index = context_index
        self.rule = rule
        self.write = write


class TooMuch(Unreadable):
    """A limit is exceeded; the reader does not try another way to read the text."""


class Limits(NamedTuple):
    """Limits on the text that dslint reads, so that no input can exhaust a machine.

    Real manifests stay far below: the deepest fields of Kubernetes' own types lie 30 levels
    deep, and etcd takes no object above 1.5 MB.
    """

    depth: int = DEPTH
    nodes: int = DOCUMENT_VALUES
    documents: int = DOCUMENTS
    characters: int = DOCUMENT_CHARACTERS
    """Of one document."""


DEFAULT_LIMITS = Limits()


def too_deep(limits: Limits) -> str:
    """Return the error for a value that is nested deeper than the limit."""
    return f"nested too deeply (more than {limits.depth} levels)"


def too_many(limits: Limits) -> str:
    """Return the error for a document with more nodes than the limit."""
    return f"the document is too large (more than {limits.nodes:,} nodes)"


def too_long(limits: Limits) -> str:
    """Return the error for a document with more characters than the limit."""
    return f"the document is too large (more than {limits.characters:,} characters)"


def too_many_documents(limits: Limits) -> str:
    """Return the error for a text with more documents than the limit."""
    return f"too many documents (more than {limits.documents:,})"
