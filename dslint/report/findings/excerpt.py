"""The lines of a manifest around a finding, with carets under its places."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.values.finding import Finding
from dslint.values.span import Span
from dslint.values.typed import NamedTuple

_LINE_WIDTH = 200
"""The maximum number of shown code points of a line; of a longer one, those around the first place."""
_BEFORE = 40
_GAP = "..."
_MARK_WIDTH = 80
"""The maximum length of a caret line; very long values are marked at their start."""


class _Place(NamedTuple):
    span: Span
    mark: str
    note: str


def excerpt(finding: Finding, lines: Sequence[str]) -> list[str]:
    """Return numbered source lines, each place underlined: `^` for the mistake, `-` for related places.

    The line before the first place gives context; gaps are shown as `...`. Findings that this one replaces
    are not shown.
    """
    if finding.span is None:
        return []
    places = [_Place(finding.span, "^", finding.note)]
    places += [
        _Place(related.span, "-", related.message)
        for related in finding.related
        if related.span is not None and related.file == finding.file and not related.rule
    ]
    return _marked(places, lines)


def excerpt_at(span: Span, lines: Sequence[str]) -> list[str]:
    """Return the same for a single place without a finding."""
    return _marked([_Place(span, "^", "")], lines)


def _marked(places: list[_Place], lines: Sequence[str]) -> list[str]:
    places = sorted(
        (place for place in places if place.span.line <= len(lines)), key=lambda place: place.span
    )
    width = len(str(max((place.span.line for place in places), default=1)))
    shown: list[str] = []
    last = skipped = 0
    for place in places:
        number = place.span.line
        if number != last:
            skipped = _left_out(lines[number - 1], place)
            context = number - 1
            if last and context > last + 1:
                shown.append("...")
            if context > last and context >= 1 and lines[context - 1].strip():
                shown.append(f"{context:>{width}} | {_visible(lines[context - 1], 0)}")
            shown.append(f"{number:>{width}} | {_visible(lines[number - 1], skipped)}")
            last = number
        shown.append(f"{'':>{width}} | {_underline(place, lines[number - 1], skipped)}")
    return shown


def _left_out(line: str, place: _Place) -> int:
    """Return how much of the beginning of a line is hidden to show the place."""
    fits = len(line) <= _LINE_WIDTH or place.span.column <= _LINE_WIDTH - _MARK_WIDTH
    return 0 if fits else place.span.column - 1 - _BEFORE


def _underline(place: _Place, line: str, skipped: int) -> str:
    start = min(place.span.column - 1, len(line))
    end = place.span.end_column - 1 if place.span.end_line == place.span.line else len(line.rstrip())
    before = display_width(line[skipped:start]) + (len(_GAP) if skipped else 0)
    marks = max(1, min(display_width(line[start:end]), _MARK_WIDTH))
    return f"{' ' * before}{place.mark * marks}{' ' + place.note if place.note else ''}"


def _visible(line: str, skipped: int) -> str:
    """Return a line that a terminal can show: tabs as spaces, control characters as dots."""
    text = line.rstrip("\r\n")[skipped:]
    shown = "".join(
        " " if character == "\t" else character if character.isprintable() else "·"
        for character in text[:_LINE_WIDTH]
    )
    return f"{_GAP if skipped else ''}{shown}{_GAP if len(text) > _LINE_WIDTH else ''}"


def display_width(text: str) -> int:
    """Return the columns of a text in a terminal: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - only for text that needs it

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text
    )
