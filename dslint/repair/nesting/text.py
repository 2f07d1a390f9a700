"""Write a nesting back into the text: which rows get how many blanks, and nothing else changes."""

from __future__ import annotations

from dslint.repair.nesting.lines import Line, Row
from dslint.repair.nesting.search import MOST_BLANKS, Style
from dslint.values.typed import NamedTuple


class Indent(NamedTuple):
    """Put `blanks` spaces in place of the code points `start` to `end`, which lead a row."""

    start: int
    end: int
    blanks: int


def apply(text: str, indents: tuple[Indent, ...]) -> str:
    """The text with its rows indented anew."""
    pieces: list[str] = []
    at = 0
    for indent in indents:
        pieces += (text[at : indent.start], " " * indent.blanks)
        at = indent.end
    return "".join((*pieces, text[at:]))


def indents(rows: list[Row], lines: list[Line], columns: list[int]) -> tuple[Indent, ...]:
    """What to change so that every line stands at its column; comments go with the line after them."""
    moved: list[Indent] = []
    before = 0
    for line, column in zip(lines, columns, strict=True):
        first, last = line.rows
        shift = column - rows[first].blanks
        if shift or rows[first].lead.strip(" "):
            moved += (_indent(row, column) for row in rows[before:first] if row.content.startswith("#"))
            moved.append(_indent(rows[first], column))
        deepest = column + line.offset
        for row in rows[first + 1 : last + 1]:
            moved += _of_block(row, shift) if line.block else _of_continued(row, line, shift, deepest)
        before = last + 1
    return tuple(moved)


def _indent(row: Row, column: int) -> Indent:
    return Indent(row.start, row.start + row.blanks, column)


def _of_block(row: Row, shift: int) -> list[Indent]:
    """A row of a block of text moves with its key; empty ones stay empty."""
    if not shift or not row.spaces:
        return []
    return [Indent(row.start, row.start + row.spaces, max(0, row.spaces + shift))]


def _of_continued(row: Row, line: Line, shift: int, deepest: int) -> list[Indent]:
    """A row that goes on with a value moves with it; words without quotes stand right of their key."""
    blanks = len(row.lead) - len(row.lead.lstrip(" \t"))
    column = max(0, blanks + shift)
    if line.plain or (shift and not row.content.startswith(("]", "}"))):
        column = max(column, deepest + 1)
    if not row.content or column == blanks:
        return []
    return [Indent(row.start, row.start + blanks, column)]


def style_of(lines: list[Line], columns: list[int]) -> Style:
    """How the text indents, from what is left of it; else two blanks a level and before a dash."""
    dashes: list[int] = []
    steps: list[int] = []
    for number in range(1, len(lines)):
        above, line = lines[number - 1], lines[number]
        if not above.opens or above.key is None or not columns[number - 1]:
            continue
        deeper = columns[number] - columns[number - 1] - above.offset
        if line.dashes:
            dashes.append(deeper)
        elif deeper > 0:
            steps.append(deeper)
    return Style(_commonest(steps, 2, 1), _commonest(dashes, 2, 0))


def _commonest(seen: list[int], default: int, least: int) -> int:
    usable = [width for width in seen if least <= width <= MOST_BLANKS]
    return max(sorted(set(usable)), key=usable.count) if usable else default
