"""What stops or disturbs reading, as values."""

from __future__ import annotations

from dslint.values.limits import DEPTH, DOCUMENT_CHARACTERS, DOCUMENT_VALUES, DOCUMENTS
from dslint.values.typed import NamedTuple

INVALID = "invalid-yaml"
TABS = "tabs-as-indentation"
TOO_DEEP = "nested-too-deep"
TOO_LARGE = "document-too-large"


COLLECTION_KEY = "a mapping or list cannot be a key"


class SyntaxProblem(NamedTuple):
    """Why a text cannot be read, in our words, at a 1-based place (code points)."""

    rule: str
    message: str
    line: int
    column: int
    write: str = ""


class Unreadable(Exception):  # noqa: N818 - a state of the text, not of the program
    """A chunk cannot be read as kubectl reads it.

    `problem` is the parser's own word for it (`explain` puts it plainly), `index` the code points
    before the place in the chunk. `context_index` is where the construct began that went wrong,
    when the parser names one. `rule` is set where a guard or a rule of our own objects and
    `problem` is already fit for people.
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
    """A guard objects: no other way of reading the text is tried."""


class Limits(NamedTuple):
    """How much of a text is read before dslint gives up on it, so that no input can exhaust a machine.

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
    """What is said of a value nested deeper than the limit."""
    return f"nested too deeply (more than {limits.depth} levels)"


def too_many(limits: Limits) -> str:
    """What is said of a document with more nodes than the limit."""
    return f"the document is too large (more than {limits.nodes:,} nodes)"


def too_long(limits: Limits) -> str:
    """What is said of a document with more characters than the limit."""
    return f"the document is too large (more than {limits.characters:,} characters)"


def too_many_documents(limits: Limits) -> str:
    """What is said of a text with more documents than the limit."""
    return f"too many documents (more than {limits.documents:,})"
