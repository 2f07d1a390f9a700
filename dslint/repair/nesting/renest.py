"""Restore the nesting of a manifest with lost indentation, if only one nesting is possible.

The field tables say where each key can be, as a grammar says how words form a sentence. Remaining indentation
counts where it is reliable. Among several nestings, the one that the API server would accept wins. If more
than one remains, dslint does not guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dslint.kubernetes.fields import table
from dslint.reader.nodes import Json
from dslint.reader.stream import read_stream
from dslint.repair.nesting.doubts import misspelt_field, swallowed_key
from dslint.repair.nesting.lines import Line, Row, UnreadableRow, lines_of, rows_of
from dslint.repair.nesting.search import Outcome, Terms, Way, ways_to_nest
from dslint.repair.nesting.text import Indent, apply, indents, style_of
from dslint.repair.nesting.types import field_names
from dslint.values.path import FieldPath
from dslint.values.problem import REFUSALS, Problem
from dslint.values.typed import Final, NamedTuple

MOST_ROWS: Final = 3000
_MUST_HOLD = re.compile(r"((?:- +)*)(metadata|spec|selector|template|containers):(?:[ \t]+#.*)?\Z")
_MOST_AGAINST: Final = 6
_MOST_JUDGED: Final = 12


class Renested(NamedTuple):
    """The only possible nesting: the spaces before each row that moves, and the resulting text."""

    indents: tuple[Indent, ...]
    text: str


class Unclear(NamedTuple):
    """Why there is no unique nesting: a key, its offset in the text, and the places where it could be.

    If at most one place is known, `why` says what is wrong; the key may be empty.
    """

    key: str
    why: str
    places: tuple[FieldPath, ...] = ()
    offset: int = 0


def renest(text: str, version: str) -> Renested | Unclear:
    """Nest the lines of one document, a DaemonSet, whatever its indentation. Never raises."""
    rows = rows_of(text)
    if len(rows) > MOST_ROWS:
        return Unclear("", f"has more than {MOST_ROWS} lines")
    try:
        lines = lines_of(text, rows)
    except UnreadableRow as error:
        row = rows[error.row]
        offset = max(0, row.content.find(error.key))
        return Unclear(error.key, error.why, (), row.start + row.blanks + offset)
    if not lines:
        return Unclear("", "holds nothing")
    return _Nesting(text, rows, lines, version).choose()


def emptied_key(text: str) -> tuple[int, str] | None:
    """Return offset and name of the first key that needs a value but has nothing indented under it."""
    rows = [row for row in rows_of(text) if row.content and not row.content.startswith("#")]
    for row, below in pairwise(rows):
        match = _MUST_HOLD.match(row.content)
        if match is None:
            continue
        key = match[2]
        column = row.blanks + len(match[1])
        inside = below.blanks > column or (below.blanks == column and below.content.startswith("- "))
        if not inside:
            return row.start + column, key
    return None


class _Nesting:
    """The lines of one document while their nesting is computed."""

    def __init__(self, text: str, rows: list[Row], lines: list[Line], version: str) -> None:
        self.text = text
        self.rows = rows
        self.lines = lines
        self.version = version
        self.columns = [rows[line.rows[0]].blanks for line in lines]
        self.style = style_of(lines, self.columns)

    def choose(self) -> Renested | Unclear:
        """Return the only nesting, or the only one that the server would accept, or the obstacle."""
        outcome = self._search(strict=False)
        if not outcome.ways:
            return self._homeless(outcome.line)
        likely = _likely(outcome)
        whole = _likely(self._search(strict=True))
        ways = _different([*likely, *whole])
        if len(ways) > 1 or not likely:
            ways = self._accepted(ways) if len(ways) <= _MOST_JUDGED else []
        if len(ways) > 1:
            ways = _fullest(_also_in(whole, ways) or ways)
        return self._checked(ways[0]) if len(ways) == 1 else self._ambiguous(ways or likely or outcome.ways)

    def _search(self, *, strict: bool) -> Outcome:
        """Return the ways that contradict the remaining indentation the least, and the next best ones."""
        outcome = Outcome((), 0)
        for budget in range(_MOST_AGAINST + 1):
            outcome = self._ways(budget, strict=strict)
            if outcome.ways:
                return self._ways(budget + 1, strict=strict) if outcome.dear else outcome
            if not outcome.dear:
                break
        return outcome

    def _ways(self, budget: int, *, strict: bool) -> Outcome:
        fields, names = table(self.version), field_names(self.version)
        return ways_to_nest(self.lines, self.columns, Terms(fields, names, self.style, strict, budget))

    def _accepted(self, ways: Sequence[Way]) -> list[Way]:
        """Return the ways that the API server would accept.

        Where it accepts none, these are the ways that it rejects for what it rejects in all others, too.
        """
        from dslint.kubernetes.validation import judge  # noqa: PLC0415 - only where several are possible

        texts = [(way, _only_document(self._made(way).text)) for way in ways]
        found = [
            (way, _refusals(judge(data, self.version).problems)) for way, data in texts if data is not None
        ]
        return [way for way, faults in found if all(faults <= others for _, others in found)]

    def _checked(self, way: Way) -> Renested | Unclear:
        """Return the nesting, unless something in it is doubtful."""
        fields = table(self.version)
        for number, (line, step) in enumerate(zip(self.lines, way.steps(), strict=True)):
            moved = step.column != self.columns[number]
            swallowed = swallowed_key(line, self.rows, self.version) if moved else ""
            if swallowed:
                why = f"is a block of text that contains `{swallowed}:`, which may come after it"
                return self._unclear(number, why)
            meant = misspelt_field(line, step.home, fields) if moved else ""
            if meant:
                return self._unclear(number, f"may be a label, or `{meant}` with a typo")
        made = self._made(way)
        if _only_document(made.text) is None:
            return Unclear("", "cannot be read with any indentation")
        return made

    def _made(self, way: Way) -> Renested:
        columns = [step.column for step in way.steps()]
        moved = indents(self.rows, self.lines, columns)
        return Renested(moved, apply(self.text, moved))

    def _homeless(self, number: int) -> Unclear:
        if number == len(self.lines):
            return Unclear("", "lacks a required field")
        return self._unclear(number, "has no place in the API")

    def _ambiguous(self, ways: Sequence[Way]) -> Unclear:
        trails = [way.steps() for way in ways]
        for number, steps in enumerate(zip(*trails, strict=True)):
            places = tuple(dict.fromkeys(step.home for step in steps))
            if len(places) > 1:
                return self._unclear(number, "fits in several places", places)
        return Unclear("", "has too many possible nestings")

    def _unclear(self, number: int, why: str, places: tuple[FieldPath, ...] = ()) -> Unclear:
        line = self.lines[number]
        row = self.rows[line.rows[0]]
        key = line.key if line.key is not None else "-"
        offset = line.offset if line.key is not None else 0
        return Unclear(key, why, places, row.start + row.blanks + offset)


def _likely(outcome: Outcome) -> list[Way]:
    """Return the ways with the least contradictions, and those that move fewer lines than all of them."""
    if outcome.crowded or not outcome.ways:
        return []
    least = min(way.cost for way in outcome.ways)
    best = [way for way in outcome.ways if way.cost == least]
    fewest = min(way.moved for way in best)
    return [*best, *(way for way in outcome.ways if way.cost > least and way.moved < fewest)]


def _different(ways: Sequence[Way]) -> list[Way]:
    """Return the ways without those that nest every line alike."""
    return list({tuple(step.home for step in way.steps()): way for way in ways}.values())


def _also_in(whole: Sequence[Way], ways: Sequence[Way]) -> list[Way]:
    """Return the ways that leave no object without a field that the API calls required, checked or not."""
    homes = {tuple(step.home for step in way.steps()) for way in whole}
    return [way for way in ways if tuple(step.home for step in way.steps()) in homes]


def _fullest(ways: Sequence[Way]) -> list[Way]:
    """Return the ways that leave the fewest lists and objects without content: nobody writes those."""
    least = min(way.hollow for way in ways)
    return [way for way in ways if way.hollow == least]


def _refusals(problems: Sequence[Problem]) -> set[tuple[str, FieldPath]]:
    return {(problem.rule, problem.path) for problem in problems if problem.source in REFUSALS}


def _only_document(text: str) -> Json:
    stream = read_stream(text)
    if stream.error is not None or len(stream.documents) != 1:
        return None
    return stream.documents[0].data
