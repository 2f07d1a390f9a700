"""Where something is in a file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: lines and columns count code points from 1; the end column is the one after the last."""

    line: int
    column: int
    end_line: int
    end_column: int
