"""What libyaml said of a text it refuses, with the lines around the place, for those who explain it."""

from __future__ import annotations

from collections.abc import Callable

from dslint.reader.problems import Unreadable
from dslint.values.typed import NamedTuple


class Explained(NamedTuple):
    """A fault for people; `place` is in code points from the start of the chunk."""

    rule: str
    message: str
    place: int
    write: str = ""


class Row(NamedTuple):
    """A line of the chunk: where it begins, and its text without the line end."""

    chunk: str
    start: int
    text: str

    @property
    def number(self) -> int:
        """The 1-based number of the line in the chunk."""
        return self.chunk.count("\n", 0, self.start) + 1

    @property
    def words(self) -> str:
        """The line without the blanks around it."""
        return self.text.strip()

    @property
    def indent(self) -> int:
        """How many blanks the line begins with."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def first(self) -> int:
        """Where its first word is, from the start of the chunk."""
        return self.start + self.indent


class Fault(NamedTuple):
    """What libyaml said and where: `row` is its line, `begun` the line of the construct it was in."""

    problem: str
    place: int
    row: Row
    begun: Row | None
    begun_index: int
    above: Row | None
    """The line before that is neither empty nor a comment."""


Look = Callable[[Fault, int], Explained | None]
"""(the fault, the lines before its chunk) -> what is wrong, where it can tell."""


def fault_of(error: Unreadable, text: str) -> Fault:
    """Gather what is around the place of an error in a chunk."""
    row = row_at(text, min(error.index, len(text)))
    if not row.words:  # the end of a text: what is wrong stands before it
        row = row_above(row, comments=True) or row
    begun_index = error.context_index if error.context_index is not None else error.index
    begun = row_at(text, begun_index) if error.context_index is not None else None
    return Fault(error.problem, error.index, row, begun, begun_index, row_above(row))


def row_at(text: str, index: int) -> Row:
    """The line of a chunk that an index lies in."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", start)
    row = text[start : end if end >= 0 else len(text)]
    return Row(text, start, row.rstrip("\r"))


_FAR = 1000
"""How many empty lines and comments are skipped on the way up; beyond, nothing belongs together."""


def row_above(row: Row, *, comments: bool = False) -> Row | None:
    """The line before this one that is neither empty nor (unless asked for) a comment."""
    for _ in range(_FAR):
        if row.start == 0:
            return None
        row = row_at(row.chunk, row.start - 1)
        if row.words and (comments or not row.words.startswith("#")):
            return row
    return None
