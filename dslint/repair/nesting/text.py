"""Write a nesting back into the text: only the leading spaces of rows change."""

from __future__ import annotations

from dslint.repair.nesting.lines import Line, Row
from dslint.repair.nesting.search import MOST_BLANKS, Style
from dslint.values.typed import NamedTuple


class Indent(NamedTuple):
    """Replace the code points `start` to `end`, the leading white space of a row, with `blanks` spaces."""

    start: int
    end: int
    blanks: int


def apply(text: str, indents: tuple[Indent, ...]) -> str:
    """Return the text with new indentation."""
    pieces: list[str] = []
    at = 0
    for indent in indents:
        pieces += (text[at : indent.start], " " * indent.blanks)
        at = indent.end
    return "".join((*pieces, text[at:]))


def indents(rows: list[Row], lines: list[Line], columns: list[int]) -> tuple[Indent, ...]:
    """Return the changes that put every line at its column; comments go with the line after them."""
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
    """Move a row of a block of text with its key; empty rows stay empty."""
    if not shift or not row.spaces:
        return []
    return [Indent(row.start, row.start + row.spaces, max(0, row.spaces + shift))]


def _of_continued(row: Row, line: Line, shift: int, deepest: int) -> list[Indent]:
    """Move a row that continues a value with it; words without quotes stay right of their key."""
    blanks = len(row.lead) - len(row.lead.lstrip(" \t"))
    column = max(0, blanks + shift)
    if line.plain or (shift and not row.content.startswith(("]", "}"))):
        column = max(column, deepest + 1)
    if not row.content or column == blanks:
        return []
    return [Indent(row.start, row.start + blanks, column)]


def style_of(lines: list[Line], columns: list[int]) -> Style:
    """Return the indentation style of the text, from what is left of it; the default is two spaces."""
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
