"""Lines and columns of a piece of a text, as they are in the whole."""

from __future__ import annotations

from dslint.reader.lines import Lines


class LinesBelow(Lines):
    """The lines of a text that begins some lines down another one, and perhaps in the middle of a line."""

    __slots__ = ("above", "before")

    def __init__(self, text: str, above: int, before: int = 0) -> None:
        super().__init__(text)
        self.above = above
        self.before = before

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column in the whole text."""
        line, column = super().place(offset)
        return line + self.above, column + (self.before if line == 1 else 0)
