"""Convert offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right

from dslint.values.span import Span

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
        self._starts: list[int] = []
        self._asked = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset. Only this function converts to counting from 1."""
        starts = self._starts
        if not starts:
            self._asked += 1
            if self._asked <= _COUNTED:
                return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)
            starts = self._starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the lines and columns from `start` to `end` (exclusive), which are inside the text.

        libyaml ends a block scalar after a line feed, even if the text has none.
        """
        last = len(self.text)
        return Span(*self.place(min(start, last)), *self.place(min(end, last)))


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
