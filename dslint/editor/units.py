"""Convert columns between code points and an editor's UTF-16 or UTF-8 units.

Source: Language Server Protocol 3.17, `positionEncoding`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class Place(NamedTuple):
    """A place in an editor: line and column from 0, the column in the units of the client."""

    line: int
    character: int


def to_client(line: str, column: int, encoding: Encoding) -> int:
    """Return the client's column for a column in code points (from 0) of a line."""
    before = line[:column]
    if encoding == "utf-32" or before.isascii():
        return len(before) + max(0, column - len(line))
    if encoding == "utf-8":
        return len(before.encode("utf-8", "surrogatepass"))
    return len(before.encode("utf-16-le", "surrogatepass")) // 2


def from_client(line: str, character: int, encoding: Encoding) -> int:
    """Return the column in code points for a client's column; inside a character, its beginning."""
    if encoding == "utf-32" or line.isascii():
        return min(character, len(line))
    width = 1 if encoding == "utf-8" else 2
    codec = "utf-8" if encoding == "utf-8" else "utf-16-le"
    seen = 0
    for column, letter in enumerate(line):
        seen += len(letter.encode(codec, "surrogatepass")) // width
        if seen > character:
            return column
    return len(line)


class Lines:
    """The lines of a text, with places in both units. Only a line feed ends a line."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.lines = text.split("\n")
        self._encoding = encoding
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, place: Place) -> int:
        """Return the offset in code points for a place of the client."""
        if place.line >= len(self.lines):
            return self._starts[-1] - 1
        return self._starts[place.line] + from_client(self.lines[place.line], place.character, self._encoding)

    def place_of_column(self, line: int, column: int) -> Place:
        """Return the client's place for a line and column from 1, in code points."""
        number = min(max(line - 1, 0), len(self.lines) - 1)
        return Place(number, to_client(self.lines[number], max(column - 1, 0), self._encoding))

    def place(self, offset: int) -> Place:
        """Return the client's place for an offset in code points."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._starts[middle] <= offset:
                low = middle
            else:
                high = middle - 1
        return Place(low, to_client(self.lines[low], offset - self._starts[low], self._encoding))
