"""libyaml's error with the lines around its place, as the input of explanations."""

from __future__ import annotations

from collections.abc import Callable

from dslint.reader.problems import Unreadable
from dslint.values.typed import NamedTuple


class Explained(NamedTuple):
    """An explained error; `place` is in code points from the start of the chunk."""

    rule: str
    message: str
    place: int
    write: str = ""


class Row(NamedTuple):
    """A line of the chunk: its start, and its text without the line end."""

    chunk: str
    start: int
    text: str

    @property
    def number(self) -> int:
        """Return the 1-based number of the line in the chunk."""
        return self.chunk.count("\n", 0, self.start) + 1

    @property
    def words(self) -> str:
        """Return the line without surrounding spaces."""
        return self.text.strip()

    @property
    def indent(self) -> int:
        """Return the number of leading spaces of the line."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def first(self) -> int:
        """Return the place of its first word, from the start of the chunk."""
        return self.start + self.indent


class Fault(NamedTuple):
    """libyaml's message and place: `row` is its line, `begun` the line of the construct around it."""

    problem: str
    place: int
    row: Row
    begun: Row | None
    begun_index: int
    above: Row | None
    """The line before that is neither empty nor a comment."""


Look = Callable[[Fault, int], Explained | None]
"""(the fault, the lines before its chunk) -> the mistake, if it is recognized."""


def fault_of(error: Unreadable, text: str) -> Fault:
    """Collect the lines around the place of an error in a chunk."""
    row = row_at(text, min(error.index, len(text)))
    if not row.words:  # the end of a text: what is wrong stands before it
        row = row_above(row, comments=True) or row
    begun_index = error.context_index if error.context_index is not None else error.index
    begun = row_at(text, begun_index) if error.context_index is not None else None
    return Fault(error.problem, error.index, row, begun, begun_index, row_above(row))


def row_at(text: str, index: int) -> Row:
    """Return the line of the chunk that contains an index."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", start)
    row = text[start : end if end >= 0 else len(text)]
    return Row(text, start, row.rstrip("\r"))


_FAR = 1000
"""The maximum number of empty lines and comments that are skipped on the way up."""


def row_above(row: Row, *, comments: bool = False) -> Row | None:
    """Return the nearest line above this one that is not empty and not (unless asked for) a comment."""
    for _ in range(_FAR):
        if row.start == 0:
            return None
        row = row_at(row.chunk, row.start - 1)
        if row.words and (comments or not row.words.startswith("#")):
            return row
    return None
