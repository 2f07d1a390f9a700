"""Give a manifest its nesting back when its indentation was lost, where only one nesting is possible.

The field tables say where each key may stand, so the lines of a flattened manifest can be put
together again like the words of a sentence by its grammar. Indentation that is left counts where
it says something; among several nestings the one is taken that the API server would not refuse.
Where more than one remains, nothing is guessed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dslint.kubernetes.fields import table
from dslint.kubernetes.nesting_lines import Line, Row, Unreadable, lines_of, rows_of
from dslint.kubernetes.nesting_search import Outcome, Style, Terms, Way, ways_to_nest
from dslint.kubernetes.nesting_text import Indent, apply, indents, style_of
from dslint.kubernetes.nesting_types import field_names
from dslint.reader.nodes import Json
from dslint.reader.stream import read_stream
from dslint.values.path import FieldPath

MOST_LINES: Final = 3000
_MOST_AGAINST: Final = 6
_MOST_JUDGED: Final = 24


class Renested(NamedTuple):
    """The one nesting there is: the blanks to put before each row that moves, and the text with them."""

    indents: tuple[Indent, ...]
    text: str


class Unclear(NamedTuple):
    """Why there is no single nesting: the row (0-based) and its key, and the places that are possible."""

    row: int
    key: str
    why: str
    places: tuple[FieldPath, ...] = ()


def renest(text: str, version: str) -> Renested | Unclear:
    """Nest the lines of one document, a DaemonSet, whatever its indentation. Never raises."""
    rows = rows_of(text)
    if len(rows) > MOST_LINES:
        return Unclear(0, "", f"is longer than {MOST_LINES} lines")
    try:
        lines = lines_of(text, rows)
    except Unreadable as error:
        return Unclear(error.row, error.key, error.why)
    if not lines:
        return Unclear(0, "", "holds nothing")
    return _Nesting(text, rows, lines, version).choose()


class _Nesting:
    """The lines of one document on their way to a nesting."""

    def __init__(self, text: str, rows: list[Row], lines: list[Line], version: str) -> None:
        self.text = text
        self.rows = rows
        self.lines = lines
        self.version = version
        self.columns = [rows[line.rows[0]].blanks for line in lines]
        self.style = style_of(lines, self.columns)

    def choose(self) -> Renested | Unclear:
        """Take the only nesting, or say what is in the way."""
        outcome = self._search(strict=True)
        if not outcome.ways:
            outcome = self._search(strict=False)
        if not outcome.ways:
            return self._homeless(outcome.line)
        if outcome.crowded:
            return self._ambiguous(outcome.ways)
        made = [self._made(way) for way in outcome.ways]
        if len(made) > 1:
            accepted = [
                number for number, one in enumerate(made[:_MOST_JUDGED]) if self._is_accepted(one.text)
            ]
            if len(accepted) != 1 or len(made) > _MOST_JUDGED:
                return self._ambiguous(tuple(outcome.ways[number] for number in accepted) or outcome.ways)
            made = [made[accepted[0]]]
        return made[0]

    def _search(self, *, strict: bool) -> Outcome:
        """The ways that the remaining indentation speaks against least."""
        outcome = Outcome((), 0)
        for budget in range(_MOST_AGAINST + 1):
            terms = Terms(table(self.version), field_names(self.version), self.style, strict, budget)
            outcome = ways_to_nest(self.lines, self.columns, terms)
            if outcome.ways or not outcome.dear:
                break
        return outcome

    def _made(self, way: Way) -> Renested:
        columns = [step.column for step in way.steps()]
        moved = indents(self.text, self.rows, self.lines, columns)
        return Renested(moved, apply(self.text, moved))

    def _is_accepted(self, text: str) -> bool:
        from dslint.kubernetes.validation import judge  # noqa: PLC0415 - only where several are possible

        data = _only_document(text)
        return data is not None and not judge(data, self.version).refused

    def _homeless(self, number: int) -> Unclear:
        line = self.lines[min(number, len(self.lines) - 1)]
        return Unclear(line.rows[0], _shown(line), "has no place that the field tables know")

    def _ambiguous(self, ways: tuple[Way, ...]) -> Unclear:
        trails = [way.steps() for way in ways]
        for number, steps in enumerate(zip(*trails, strict=True)):
            places = tuple(dict.fromkeys(step.home for step in steps))
            if len(places) > 1:
                line = self.lines[number]
                return Unclear(line.rows[0], _shown(line), "could stand in several places", places)
        line = self.lines[len(trails[0]) - 1]
        return Unclear(line.rows[0], _shown(line), "could stand in several places")


def _shown(line: Line) -> str:
    return line.key if line.key is not None else "-"


def _only_document(text: str) -> Json:
    stream = read_stream(text)
    if stream.error is not None or len(stream.documents) != 1:
        return None
    return stream.documents[0].data
