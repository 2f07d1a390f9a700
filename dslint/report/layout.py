"""Plain text in columns: tables, wrapping, and a place at the right margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

WIDTH = 100


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows in columns two spaces apart; the columns in `right` are set flush right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def with_place(words: str, place: str, indent: int) -> Iterator[str]:
    """Words at an indent, and a place at the right margin: on the last line if it fits, else below."""
    lines = wrapped(words, indent)
    yield from lines[:-1]
    last = lines[-1]
    if len(last) + 2 + len(place) <= WIDTH:
        yield last + place.rjust(WIDTH - len(last))
    else:
        yield last
        yield place.rjust(max(WIDTH, indent + len(place)))


def wrapped(words: str, indent: int) -> list[str]:
    """Words broken into lines that all begin at an indent."""
    margin = " " * indent
    lines = wrap(
        words,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [margin.rstrip()]
