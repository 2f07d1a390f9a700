"""Rows as CSV that no spreadsheet reads as formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Final

_NUMBERS: Final = re.compile(r"[-+0-9./ ]*")
"""Numbers, and nodes lost and gained (`-1/+2`), which no spreadsheet reads as a formula."""
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Characters that begin a formula in a spreadsheet. A leading apostrophe makes the cell text."""


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """RFC 4180 with line feeds."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_STARTS) and not _NUMBERS.fullmatch(value):
        return f"'{value}"
    return value
