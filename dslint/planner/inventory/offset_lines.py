"""Lines and columns of a part of a text, as positions in the whole text."""

from __future__ import annotations

from dslint.reader.lines import Lines


class LinesBelow(Lines):
    """The lines of a text that begins inside another text, possibly in the middle of a line."""

    __slots__ = ("above", "before")

    def __init__(self, text: str, above: int, before: int = 0) -> None:
        super().__init__(text)
        self.above = above
        self.before = before

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column in the whole text."""
        line, column = super().place(offset)
        return line + self.above, column + (self.before if line == 1 else 0)
