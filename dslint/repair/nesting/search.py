"""Find every way to nest a sequence of lines that the field tables accept.

The search follows all ways in parallel, line by line. A way is a stack of the open mappings and lists. A key
may go into any open mapping whose type has the key and that does not have it yet; it closes everything that
was opened after that mapping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.kubernetes.fields import LIST, MAP, ROOT, Table
from dslint.repair.nesting.lines import Line
from dslint.repair.nesting.types import NEEDED, entry_fits, field_type, holds_keys, takes
from dslint.values.path import FieldPath
from dslint.values.typed import NamedTuple

MOST_WAYS = 256
"""The maximum number of parallel ways; a manifest with more is too ambiguous."""
MOST_PLACED = 20_000
"""The maximum number of placed lines in one search; a real manifest needs a few hundred."""
MOST_LEVELS = 64
"""No field of Kubernetes is half as deep."""

_NOTHING: frozenset[str] = frozenset()
_CAMEL_CASE = re.compile(r"[a-z]+(?:[A-Z][A-Za-z]*)+\Z")


MOST_BLANKS = 8
"""A level with more spaces is damage, not style."""


class Style(NamedTuple):
    """The indentation of a level of mappings, and of a dash under its key."""

    step: int = 2
    dash: int = 2


class Frame(NamedTuple):
    """A mapping or list that is open.

    outer   what it lies in
    type    as in the field tables
    keys    those a mapping has so far
    size    how many members there are so far
    column  where its keys or dashes shall stand
    first   where its first member stands now; 0 says nothing, for that is where lost blanks leave it
    seen    where its newest one stands
    """

    outer: Frame | None
    type: str
    path: FieldPath
    keys: frozenset[str]
    size: int
    column: int
    first: int = 0
    seen: int = 0

    def with_member(self, seen: int, keys: frozenset[str] | None = None) -> Frame:
        """Return a copy with one more member, which is at the column `seen` now, and these keys."""
        return Frame(
            self.outer,
            self.type,
            self.path,
            self.keys if keys is None else keys,
            self.size + 1,
            self.column,
            first=self.first or seen,
            seen=seen or self.seen,
        )


class Opened(NamedTuple):
    """A key or dash without a value: the next lines may be its value; otherwise it is null."""

    type: str
    path: FieldPath


class Step(NamedTuple):
    """The result for one line: the mapping or list that it is a member of, and its intended column."""

    before: Step | None
    home: FieldPath
    column: int


class Way(NamedTuple):
    """One way to nest the lines so far.

    cost    how often the indentation that is left speaks against it
    moved   how many lines it moves
    hollow  how many lists and objects it leaves without content
    """

    frame: Frame
    opened: Opened | None
    cost: int
    moved: int
    last: Step | None
    hollow: int = 0

    def emptied(self, fields: Table) -> Way:
        """Return the way after a key or dash without a value stays without one."""
        opened = self.opened
        is_empty = opened is not None and (opened.type.startswith(LIST) or holds_keys(fields, opened.type))
        return self._replace(opened=None, hollow=self.hollow + is_empty)

    def steps(self) -> list[Step]:
        """Return one step per line."""
        steps, step = [], self.last
        while step is not None:
            steps.append(step)
            step = step.before
        return steps[::-1]


class Terms(NamedTuple):
    """The parameters of one search.

    names   of all fields of all types
    strict  objects must have the fields the server insists on, and labels must be labels
    budget  ways that cost more are left out
    """

    fields: Table
    names: frozenset[str]
    style: Style
    strict: bool
    budget: int


class Outcome(NamedTuple):
    """All possible nestings; if there are none, `line` is the first line that fits nowhere.

    Some ways were given up because there were too many (`crowded`) or because of too many contradictions
    (`dear`).
    """

    ways: tuple[Way, ...]
    line: int
    crowded: bool = False
    dear: bool = False


def ways_to_nest(lines: list[Line], columns: list[int], terms: Terms) -> Outcome:
    """Follow all ways to nest the lines, which are now at `columns` (0-based)."""
    ways = [Way(Frame(None, ROOT, (), _NOTHING, 0, 0), None, 0, 0, None)]
    dear, placed = False, 0
    for number, (line, column) in enumerate(zip(lines, columns, strict=True)):
        found = [new for way in ways for new in _placed(way, line, column, terms)]
        ways = [way for way in found if way.cost <= terms.budget]
        dear = dear or len(ways) < len(found)
        if not ways:
            return Outcome((), number, dear=dear)
        placed += len(found)
        if len(ways) > MOST_WAYS or placed > MOST_PLACED:
            return Outcome(tuple(ways), number, crowded=True, dear=dear)
    whole = tuple(way.emptied(terms.fields) for way in ways if _can_end(way.frame, terms))
    return Outcome(whole, len(lines), dear=dear)


def _placed(way: Way, line: Line, column: int, terms: Terms) -> Iterator[Way]:
    """Yield every way to continue with one line."""
    ways, gap = [way], 0
    for number, dash in enumerate(line.dashes):
        gap = dash - line.dashes[number - 1] if number else 0
        seen = 0 if gap else column
        ways = [new for old in ways for new in _with_dash(old, seen, gap, terms)]
    if line.dashes:
        gap = line.offset - line.dashes[-1]
    seen = 0 if gap else column
    for old in ways:
        if line.key is not None:
            yield from _with_key(old, line, seen, gap, terms)
        elif line.opens:
            yield old
        elif old.opened is not None and takes(terms.fields, old.opened.type, line.value):
            yield old._replace(opened=None)


def _with_dash(way: Way, seen: int, gap: int, terms: Terms) -> Iterator[Way]:
    """Let a dash begin the list that was just opened, or the next item of an open list.

    `gap` is its distance from another dash on the same line, else 0.
    """
    frame, opened = way.frame, way.opened
    if opened is not None and opened.type.startswith(LIST):
        column = frame.column + (gap or _deeper(frame, seen, terms.style.dash, least=0))
        new = Frame(frame, opened.type, opened.path, _NOTHING, 1, column, seen, seen)
        item = Opened(opened.type[len(LIST) :], (*opened.path, 0))
        found = way if gap else _at(way, new, seen, opened.path)
        yield found._replace(frame=new, opened=item)
    if gap:
        return
    left = way.emptied(terms.fields)
    for target in _closing(frame, terms):
        if target.type.startswith(LIST):
            item = Opened(target.type[len(LIST) :], (*target.path, target.size))
            found = _at(left, target, seen, target.path)
            yield found._replace(frame=target.with_member(seen), opened=item)


def _with_key(way: Way, line: Line, seen: int, gap: int, terms: Terms) -> Iterator[Way]:
    """Let a key begin the mapping that was just opened, or go into an open one.

    `gap` is its distance from its dash on the same line, else 0.
    """
    frame, opened = way.frame, way.opened
    if opened is not None and holds_keys(terms.fields, opened.type) and len(opened.path) < MOST_LEVELS:
        column = frame.column + (gap or _deeper(frame, seen, terms.style.step, least=1))
        new = Frame(frame, opened.type, opened.path, _NOTHING, 0, column)
        found = list(_put(way, new, line, seen, terms, moves=not gap))
        yield from found
        if found and opened.type in terms.fields and not 0 < seen <= frame.seen:
            return  # an object that could be filled is hardly null, and null is no object
    if gap:
        return
    left = way.emptied(terms.fields)
    for target in _closing(frame, terms):
        yield from _put(left, target, line, seen, terms)


def _deeper(frame: Frame, seen: int, usual: int, least: int) -> int:
    """Return how much deeper than a mapping its content should be: as now, if that is plausible."""
    if not seen or not (frame.seen or frame.outer is None):
        return usual
    now = seen - frame.seen
    return now if least <= now <= MOST_BLANKS else usual


def _at(way: Way, frame: Frame, seen: int, home: FieldPath) -> Way:
    """Return a way with its next line in a mapping or list, at the column `seen` now."""
    against = _speaks_against(frame, seen)
    moved = way.moved + (seen != frame.column)
    step = Step(way.last, home, frame.column)
    return Way(way.frame, way.opened, way.cost + against, moved, step, way.hollow)


def _put(way: Way, frame: Frame, line: Line, seen: int, terms: Terms, *, moves: bool = True) -> Iterator[Way]:
    """Put a key into a mapping that accepts it; after a dash it does not move by itself."""
    key = str(line.key)
    kind = field_type(terms.fields, frame.type, key)
    if kind is None or key in frame.keys or not _value_fits(frame, kind, line, terms):
        return
    if frame.type.startswith(MAP) and _is_field_of_an_outer(frame, key, line, terms):
        return
    path = (*frame.path, key)
    placed = _at(way, frame, seen, frame.path) if moves else way
    new = frame.with_member(seen, frame.keys | {key})
    opened = Opened(kind, path) if line.opens else None
    yield Way(new, opened, placed.cost, placed.moved, placed.last, placed.hollow)


def _value_fits(frame: Frame, kind: str, line: Line, terms: Terms) -> bool:
    if line.opens:
        # A label without a value is plausible only for a key that cannot be a field.
        return not frame.type.startswith(MAP) or line.key not in terms.names
    if not takes(terms.fields, kind, line.value):
        return False
    name = str(frame.path[-1]) if frame.path else ""
    return not terms.strict or entry_fits(frame.type, name, str(line.key), line.value)


def _is_field_of_an_outer(frame: Frame, key: str, line: Line, terms: Terms) -> bool:
    """Whether a key that a map would accept is a field of an outer object, such as `hostNetwork`.

    Labels use small letters and dots, so a bare name in camel case is probably not a label.
    """
    if not _CAMEL_CASE.match(key):
        return False
    outer = frame.outer
    while outer is not None:
        kind = terms.fields.get(outer.type, {}).get(key)
        if (
            kind is not None
            and key not in outer.keys
            and (line.opens or takes(terms.fields, kind, line.value))
        ):
            return True
        outer = outer.outer
    return False


def _closing(frame: Frame | None, terms: Terms) -> Iterator[Frame]:
    """Yield the open frames from the innermost outwards, as far as the inner ones can end."""
    while frame is not None:
        yield frame
        if not _is_whole(frame, terms):
            return
        frame = frame.outer


def _can_end(frame: Frame | None, terms: Terms) -> bool:
    while frame is not None:
        if not _is_whole(frame, terms):
            return False
        frame = frame.outer
    return True


def _is_whole(frame: Frame, terms: Terms) -> bool:
    return not terms.strict or frame.keys >= NEEDED.get(frame.type, _NOTHING)


def _speaks_against(frame: Frame, seen: int) -> bool:
    """Whether a line at the column `seen` is unlikely to be a member of a mapping or list.

    Members share a column, and none is left of its parent. A line at the first column says nothing: it may
    have lost all its leading spaces.
    """
    if not seen:
        return False
    if frame.seen:
        return seen not in (frame.first, frame.seen)
    return frame.outer is not None and seen < frame.outer.seen
