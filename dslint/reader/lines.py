"""Convert offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dslint.values.limits import PACKED_FROM
from dslint.values.span import Span
from dslint.values.typed import Any

_COUNTED = 50
"""A few places are found by counting line feeds; a table of all lines pays off only for many."""


class Lines:
    """The lines of one text.

    Only a line feed ends a line, as for kubectl, git and `grep -n`: YAML's other line breaks (U+0085, U+2028,
    a lone carriage return) do not count. Columns are code points.
    """

    __slots__ = ("_asked", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: Sequence[int] = ()
        self._asked = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset. Only this function converts to counting from 1."""
        starts = self._starts
        if not starts:
            self._asked += 1
            if self._asked <= _COUNTED:
                return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)
            starts = self._starts = line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the lines and columns from `start` to `end` (exclusive), which are inside the text.

        libyaml ends a block scalar after a line feed, even if the text has none.
        """
        last = len(self.text)
        return Span(*self.place(min(start, last)), *self.place(min(end, last)))


class LongText(Sequence[str]):
    """The lines of a long text, each cut out when it is asked for: all at once take three times its size."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = line_starts(text)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def __getitem__(self, index: Any) -> Any:
        """The line at an index from 0, or several; without line feeds."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        last = number + 1 == len(self)
        return self._text[self._starts[number] : None if last else self._starts[number + 1] - 1]


def lines_of(text: str) -> Sequence[str]:
    """Return the lines of a text, without line feeds."""
    return LongText(text) if len(text) >= PACKED_FROM else text.split("\n")


def line_starts(text: str) -> Sequence[int]:
    """Return the offsets at which the lines of a text begin."""
    from array import array  # noqa: PLC0415 - a list of numbers takes five times the memory

    starts, at = array("I", (0,)), text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
