r"""Regular expressions in time proportional to the text, for strings in rule files.

Python's `re` backtracks, and `(a+)+$` on forty letters never ends; rule files and manifests may
both come with a pull request. Here a pattern becomes a nondeterministic automaton whose states
are followed all at once, so that every character is looked at once. In return there are no back
references and no look-around, and patterns and texts have a limit. A library for this (RE2) has
no wheels for every system that dslint runs on.

Understood: literals, `.`, `[…]`, `\d \w \s` and their opposites, `^`, `$`, `( )`, `(?: )`, `|`, `* + ?`
and `{m,n}`, each also with `?` behind it, and `(?i)` in front.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from dslint.values.typed import Final, NamedTuple

MOST_STATES: Final = 1_000
LONGEST_TEXT: Final = 10_000
"""In code points; a longer text matches no pattern."""
_DEEPEST: Final = 50
_MOST_CACHED: Final = 2_000

Ranges = tuple[tuple[str, str], ...]
_DIGITS: Final[Ranges] = (("0", "9"),)
_WORDS: Final[Ranges] = (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z"))
_SPACES: Final[Ranges] = (("\t", "\r"), (" ", " "))
_CLASSES: Final = {"d": _DIGITS, "w": _WORDS, "s": _SPACES}
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


class PatternError(ValueError):
    """An unsupported pattern; the message says what and where."""


class Characters(NamedTuple):
    """A set of characters: ranges, or all others."""

    ranges: Ranges
    negated: bool = False

    def has(self, character: str) -> bool:
        """Whether a character is in the set."""
        return any(low <= character <= high for low, high in self.ranges) != self.negated


class _State(NamedTuple):
    """One state: `characters` leads to `next`; without any, `next` and `other` are reached for free.

    `anchor` is `^` or `$`: the way on is free at that end of the text only.
    """

    characters: Characters | None
    next: int
    other: int = -1
    anchor: str = ""


Program = Callable[["_Builder", int], int]
"""A function that adds the states of a piece before a state and returns the first of them."""


class _Builder:
    """The states of a pattern; state 0 is the end."""

    def __init__(self) -> None:
        self.states: list[_State] = [_State(None, -1)]

    def add(self, state: _State) -> int:
        if len(self.states) >= MOST_STATES:
            raise PatternError(f"too large: more than {MOST_STATES} states")
        self.states.append(state)
        return len(self.states) - 1


def _one(characters: Characters) -> Program:
    return lambda builder, following: builder.add(_State(characters, following))


def _anchor(which: str) -> Program:
    return lambda builder, following: builder.add(_State(None, following, anchor=which))


def _sequence(pieces: list[Program]) -> Program:
    def build(builder: _Builder, following: int) -> int:
        for piece in reversed(pieces):
            following = piece(builder, following)
        return following

    return build


def _either(branches: list[Program]) -> Program:
    def build(builder: _Builder, following: int) -> int:
        start = branches[-1](builder, following)
        for branch in reversed(branches[:-1]):
            start = builder.add(_State(None, branch(builder, following), start))
        return start

    return build


def _repeated(piece: Program, least: int, most: int | None) -> Program:
    def build(builder: _Builder, following: int) -> int:
        if most is None:
            loop = builder.add(_State(None, following))
            first = piece(builder, loop)
            builder.states[loop] = _State(None, first, following)
            following = loop
        else:
            for _ in range(most - least):
                following = builder.add(_State(None, piece(builder, following), following))
        for _ in range(least):
            following = piece(builder, following)
        return following

    return build


class _Parser:
    """A parser that reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.any_case = pattern.startswith("(?i)")
        self.pattern = pattern
        self.at = len("(?i)") if self.any_case else 0
        self.depth = 0

    def whole(self) -> Program:
        program = self.alternatives()
        if self.at < len(self.pattern):
            raise self.error("an unmatched )")
        return program

    def error(self, what: str) -> PatternError:
        return PatternError(f"{what} at character {self.at + 1}")

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise self.error("the pattern ends too early")
        self.at += 1
        return character

    def alternatives(self) -> Program:
        branches = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.branch())
        return _either(branches) if len(branches) > 1 else branches[0]

    def branch(self) -> Program:
        pieces: list[Program] = []
        while self.peek() not in ("", "|", ")"):
            pieces.append(self.quantified(self.atom()))
        return _sequence(pieces)

    def atom(self) -> Program:
        character = self.take()
        if character == "(":
            return self.group()
        if character == "[":
            return _one(self.characters())
        if character in "^$":
            return _anchor(character)
        if character == ".":
            return _one(Characters((("\n", "\n"),), negated=True))
        if character in "*+?":
            self.at -= 1
            raise self.error(f"nothing to repeat before {character}")
        if character == "\\":
            return _one(self.escape())
        return _one(self.literal(character))

    def literal(self, character: str) -> Characters:
        if not self.any_case or character.lower() == character.upper():
            return Characters(((character, character),))
        return Characters(tuple((each, each) for each in {character.lower()[:1], character.upper()[:1]}))

    def group(self) -> Program:
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.peek() == "?":
            raise self.error("look-around and named groups are not supported")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(f"more than {_DEEPEST} groups inside each other")
        program = self.alternatives()
        if self.peek() != ")":
            raise self.error("a missing )")
        self.at += 1
        self.depth -= 1
        return program

    def escape(self) -> Characters:
        character = self.take()
        if character.lower() in _CLASSES:
            return Characters(_CLASSES[character.lower()], negated=character.isupper())
        if character in _ESCAPES:
            return Characters(((_ESCAPES[character], _ESCAPES[character]),))
        if character.isalnum():
            self.at -= 1
            what = "a back reference" if character.isdigit() else f"the escape \\{character}"
            raise self.error(f"{what} is not supported")
        return Characters(((character, character),))

    def characters(self) -> Characters:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[str, str]] = []
        first = True
        while self.peek() != "]" or first:
            first = False
            low = self.member()
            if (
                self.peek() == "-"
                and self.pattern[self.at + 1 : self.at + 2] not in ("]", "")
                and len(low) == 1
            ):
                self.at += 1
                high = self.member()
                if len(high) != 1 or high[0][0] < low[0][0]:
                    raise self.error("a range that runs backwards")
                low = ((low[0][0], high[0][1]),)
            ranges += low
        self.at += 1
        if self.any_case:
            ranges += [(_swapped(low), _swapped(high)) for low, high in ranges if _is_one_case(low, high)]
        return Characters(tuple(ranges), negated)

    def member(self) -> Ranges:
        character = self.take()
        if character != "\\":
            return ((character, character),)
        found = self.escape()
        if found.negated:
            raise self.error("\\D, \\W and \\S inside [ ] are not supported")
        return found.ranges

    def quantified(self, piece: Program) -> Program:
        least, most = 1, 1
        bounds: tuple[int, int | None] = least, most
        match self.peek():
            case "*":
                bounds = 0, None
            case "+":
                bounds = 1, None
            case "?":
                bounds = 0, 1
            case "{" if self.counted() is not None:
                counted = self.counted()
                assert counted is not None  # noqa: S101 - just asked
                bounds, self.at = counted[0], counted[1] - 1
            case _:
                return piece
        self.at += 1
        self.at += self.peek() == "?"
        if self.peek() and self.peek() in "*+":
            raise self.error(f"nothing to repeat before {self.peek()}")
        return _repeated(piece, *bounds)

    def counted(self) -> tuple[tuple[int, int | None], int] | None:
        """Return the bounds of `{m}`, `{m,}`, `{m,n}` and the end; None if the brace is a literal."""
        end = self.pattern.find("}", self.at)
        low, comma, high = self.pattern[self.at + 1 : end].partition(",")
        if end < 0 or not _is_count(low or "0" * bool(high)) or (high and not _is_count(high)):
            return None
        least = int(low or 0)
        most = least if not comma else int(high) if high else None
        if max(least, most or 0) > MOST_STATES or (most is not None and most < least):
            raise self.error(f"counts that run backwards or above {MOST_STATES}")
        return (least, most), end + 1


_MOST_DIGITS = 6


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _is_one_case(low: str, high: str) -> bool:
    return (low.islower() and high.islower()) or (low.isupper() and high.isupper())


def _swapped(character: str) -> str:
    return character.swapcase()[:1]


class Pattern:
    """A compiled pattern."""

    def __init__(self, pattern: str) -> None:
        builder = _Builder()
        self._start = _Parser(pattern).whole()(builder, 0)
        self._states = builder.states
        self._steps: dict[tuple[frozenset[int], str, bool], frozenset[int]] = {}
        self._first = self._closed(frozenset({self._start}), at_start=True, at_end=False)

    def matches(self, text: str) -> bool:
        """Whether the pattern matches the whole text."""
        return self._run(text, anywhere=False)

    def found_in(self, text: str) -> bool:
        """Whether the pattern matches a part of the text."""
        return self._run(text, anywhere=True)

    def _run(self, text: str, *, anywhere: bool) -> bool:
        if len(text) > LONGEST_TEXT:
            return False
        beginning = frozenset({self._start})
        active = self._closed(beginning, at_start=True, at_end=True) if not text else self._first
        last = len(text) - 1
        for index, character in enumerate(text):
            if anywhere and 0 in active:
                return True
            active = self._step(active, character, at_end=index == last)
            if anywhere:
                active |= self._closed(beginning, at_start=False, at_end=index == last)
            if not active:
                return False
        return 0 in active

    def _step(self, active: frozenset[int], character: str, *, at_end: bool) -> frozenset[int]:
        key = active, character, at_end
        if key not in self._steps:
            if len(self._steps) >= _MOST_CACHED:
                self._steps.clear()
            self._steps[key] = self._closed(self._after(active, character), at_start=False, at_end=at_end)
        return self._steps[key]

    def _after(self, active: frozenset[int], character: str) -> frozenset[int]:
        found = ((self._states[number].characters, self._states[number].next) for number in active)
        return frozenset(
            following
            for characters, following in found
            if characters is not None and characters.has(character)
        )

    def _closed(self, numbers: frozenset[int], *, at_start: bool, at_end: bool) -> frozenset[int]:
        """Return the states with all that are reachable without a character."""
        seen: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number < 0 or number in seen:
                continue
            seen.add(number)
            waiting.extend(self._free(self._states[number], at_start=at_start, at_end=at_end))
        return frozenset(seen)

    @staticmethod
    def _free(state: _State, *, at_start: bool, at_end: bool) -> Iterator[int]:
        if state.characters is not None or (state.anchor == "^" and not at_start):
            return
        if state.anchor == "$" and not at_end:
            return
        yield state.next
        yield state.other


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """Return the pattern, compiled once. Raises PatternError."""
    return Pattern(pattern)
