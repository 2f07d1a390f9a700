"""Rows as CSV that no spreadsheet reads as formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Final

_NUMBERS: Final = re.compile(r"[-+0-9./ ]*")
"""Numbers, and nodes lost and gained (`-1/+2`): no spreadsheet calls anything there."""
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula. An apostrophe in front makes text of it."""


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
