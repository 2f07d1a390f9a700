"""The place of something in a file."""

from __future__ import annotations

from dslint.values.typed import NamedTuple


class Span(NamedTuple):
    """A range of text: lines and columns count from 1, in code points; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
