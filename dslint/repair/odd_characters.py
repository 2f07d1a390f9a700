"""Characters that web pages and word processors use in place of those that YAML knows.

dslint looks for them only where the plain character is YAML syntax: as indentation, after a dash or colon, as
quotes, as the colon of a key. In the middle of a text, in a comment and inside quotes they may be intended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.values.typed import Final, NamedTuple

_BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHINGS: Final = "\u00ad\u200b-\u200d\u2060\ufeff"
_DOUBLE: Final = "\u201c\u201d\u201e\u201f\u2033\uff02"
_SINGLE: Final = "\u2018\u2019\u201a\u201b\u2032\uff07"
_COLON: Final = "\uff1a"
_DASHES: Final = "\u2010-\u2015\u2212\uff0d"
_WIDE_BLANK: Final = "\u3000"

_ODD = re.compile(r"[^\x00-\x7f]")
_NOTHING = re.compile(f"[{_NOTHINGS}]")
_ROW = re.compile(r"[^\n]+")
_SUSPECT = re.compile(f"[{_BLANKS}{_NOTHINGS}{_DOUBLE}{_SINGLE}{_COLON}{_DASHES}]")
_LEAD = re.compile(f"[ \t{_BLANKS}{_NOTHINGS}]*")
_DASH = re.compile(f"[-{_DASHES}](?=[ \t{_BLANKS}])|[-{_DASHES}]\\Z")
_GAP = re.compile(f"[ \t{_BLANKS}{_NOTHINGS}]+")
_WORD = re.compile(f"[-A-Za-z0-9_./{_NOTHINGS}]+")
_KEY_END = re.compile(f":(?=[ \t{_BLANKS}{_NOTHINGS}]|\r?\\Z)|{_COLON}")
_QUOTED = re.compile(f"([{_DOUBLE}])[^{_DOUBLE}]*([{_DOUBLE}])|([{_SINGLE}])[^{_SINGLE}]*([{_SINGLE}])")
_BLOCK = re.compile(r".*[:-][ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?\r?\Z")

NAMES: Final = {
    "blank": "Unicode spaces that are not plain spaces",
    "nothing": "invisible characters",
    "quote": "typographic quotes",
    "colon": "full-width colons",
    "dash": "typographic dashes",
}


class Pasted(NamedTuple):
    """Characters at an offset (code points), their replacement, and their kind: see NAMES."""

    start: int
    end: int
    text: str
    what: str

    @property
    def breaks_nesting(self) -> bool:
        """Whether YAML misreads whole lines because of it, not only its own value."""
        return self.what != "quote"


def pasted_in(text: str, start: int = 0, end: int | None = None) -> list[Pasted]:
    """Return all such characters between two offsets, in order."""
    if text.isascii():
        return []
    found: list[Pasted] = []
    block: int | None = None
    for row in _ROW.finditer(text, start, len(text) if end is None else end):
        lead = len(_lead(row[0]))
        if block is not None and lead > block:
            found += _in_lead(row[0], row.start())
            continue
        block = lead if _BLOCK.match(row[0]) else None
        if _SUSPECT.search(row[0]):
            found += _in_row(row[0], row.start())
    return found


def _lead(row: str) -> str:
    match = _LEAD.match(row)
    return match[0] if match is not None else ""


def _in_lead(row: str, start: int) -> Iterator[Pasted]:
    yield from _replaced(row, 0, len(_lead(row)), start)


def _in_row(row: str, start: int) -> Iterator[Pasted]:
    """Find the odd characters in the indentation, dashes, key, gap and quotes of a row."""
    at = len(_lead(row))
    if row[at : at + 1] in ("#", ""):
        return
    yield from _replaced(row, 0, at, start)
    while (dash := _DASH.match(row, at)) is not None:
        if dash[0] != "-":
            yield Pasted(start + at, start + at + 1, "-", "dash")
        gap = _GAP.match(row, dash.end())
        at = gap.end() if gap is not None else dash.end()
        yield from _replaced(row, dash.end(), at, start)
    yield from _in_entry(row, at, start)


def _in_entry(row: str, at: int, start: int) -> Iterator[Pasted]:
    key = _WORD.match(row, at)
    colon = _KEY_END.match(row, key.end()) if key is not None else None
    if key is not None and colon is not None:
        yield from _replaced(row, at, key.end(), start)
        if colon[0] != ":":
            plain = ":" if row[colon.end() : colon.end() + 1] in ("", " ") else ": "
            yield Pasted(start + colon.start(), start + colon.end(), plain, "colon")
        gap = _GAP.match(row, colon.end())
        at = gap.end() if gap is not None else colon.end()
        yield from _replaced(row, colon.end(), at, start)
    quoted = _QUOTED.match(row, at)
    if quoted is not None:
        for place in (quoted.start(), quoted.end() - 1):
            plain = '"' if re.match(f"[{_DOUBLE}]", row[place]) else "'"
            yield Pasted(start + place, start + place + 1, plain, "quote")
        return
    value = _WORD.match(row, at)
    if value is not None:
        yield from _replaced(row, at, value.end(), start)


def _replaced(row: str, begin: int, end: int, start: int) -> Iterator[Pasted]:
    """Replace every odd space and zero-width character between two columns."""
    for odd in _ODD.finditer(row, begin, end):
        place = start + odd.start()
        if _NOTHING.match(odd[0]):
            yield Pasted(place, place + 1, "", "nothing")
        else:
            yield Pasted(place, place + 1, "  " if odd[0] == _WIDE_BLANK else " ", "blank")
