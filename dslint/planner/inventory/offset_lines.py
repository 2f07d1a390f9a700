"""Lines and columns of a piece of a text, as they are in the whole."""

from __future__ import annotations

from dslint.reader.lines import Lines


class LinesBelow(Lines):
    """The lines of a text that begins some way down another one."""

    __slots__ = ("above",)

    def __init__(self, text: str, above: int) -> None:
        super().__init__(text)
        self.above = above

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column in the whole text."""
        line, column = super().place(offset)
        return line + self.above, column
