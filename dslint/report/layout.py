"""Plain text in columns: tables, wrapping, and places at the right margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from textwrap import wrap

WIDTH = 100
"""The default width of a page in columns."""
NARROWEST = 80
_COLUMNS: ContextVar[int] = ContextVar("columns", default=WIDTH)


@contextmanager
def page_of(columns: int) -> Iterator[None]:
    """Lay out the enclosed rendering for a terminal of this width; for 80 columns if it has fewer."""
    token = _COLUMNS.set(max(columns, NARROWEST))
    try:
        yield
    finally:
        _COLUMNS.reset(token)


def page_width() -> int:
    """Return the width for text: 100 columns, or those of the terminal."""
    return _COLUMNS.get()


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Return rows in columns, two spaces apart; the columns in `right` are aligned right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def fitted(rows: Sequence[Sequence[str]], column: int) -> list[list[str]]:
    """Return the rows of a table that fits the page: cells are cut, but never below their heading."""
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    room = page_width() - sum(widths) - 2 * (len(widths) - 1) + widths[column]
    most = max(room, len(rows[0][column]))
    return [[*row[:column], _cut(row[column], most), *row[column + 1 :]] for row in rows]


def _cut(cell: str, most: int) -> str:
    return cell if len(cell) <= most else f"{cell[: most - 1]}…"


def with_place(words: str, place: str, indent: int) -> Iterator[str]:
    """Return words at an indent, and a place at the right margin: on the last line or below."""
    lines = wrapped(words, indent)
    yield from lines[:-1]
    last = lines[-1]
    if len(last) + 2 + len(place) <= page_width():
        yield last + place.rjust(page_width() - len(last))
    else:
        yield last
        yield place.rjust(max(page_width(), indent + len(place)))


def wrapped(words: str, indent: int) -> list[str]:
    """Return words broken into lines that all begin at an indent."""
    margin = " " * indent
    lines = wrap(
        words,
        page_width(),
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [margin.rstrip()]
