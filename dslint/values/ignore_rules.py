"""Match paths against the lines of a `.gitignore` file as git does (gitignore(5), and git's `wildmatch.c`).

Matching is linear in the pattern and in the name. Lines without wildcards are looked up in tables. A line
with wildcards becomes an expression in which every `*` but the last matches at the first place that fits and
never tries another one. That is enough: a later `*` can absorb any shift of the text after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from dslint.values.limits import IGNORE_LINE, IGNORE_WILDCARDS
from dslint.values.typed import Final, NamedTuple

_SPECIAL: Final = frozenset("*?[\\")
_CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t-\\r ",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class _Wild(NamedTuple):
    place: int
    matches: re.Pattern[str]
    folders_only: bool
    whole_path: bool


class IgnoreRules:
    """The lines of one file.

    `left_out` counts lines that a limit excludes, `invalid` lines that git ignores.
    """

    def __init__(self, lines: Iterable[str], wildcards: int = IGNORE_WILDCARDS) -> None:
        """`wildcards`: how many more lines with wildcards this object may use."""
        self.left_out = 0
        self.invalid = 0
        self.wildcards = 0
        self._ignores: dict[int, bool] = {}
        self._tables: dict[tuple[str, bool], dict[str, int]] = {}
        self._wild: list[_Wild] = []
        for place, line in enumerate(lines):
            self._add(line, place, wildcards)
        self._wild.reverse()
        self._suffix_lengths = {
            folders: sorted({len(suffix) for suffix in self._tables.get(("suffix", folders), ())})
            for folders in (False, True)
        }

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Whether a path below the folder of the file is ignored; None if no line matches."""
        return self._ignores.get(self.deciding_line(path, folder=folder))

    def line_that_ignores(self, path: str) -> int | None:
        """Return the index of the line that ignores a file or a folder above it, or None."""
        above = ""
        for part in path.split("/")[:-1]:
            above = f"{above}/{part}" if above else part
            line = self.deciding_line(above, folder=True)
            if self._ignores.get(line):
                return line
        line = self.deciding_line(path, folder=False)
        return line if self._ignores.get(line) else None

    def deciding_line(self, path: str, *, folder: bool) -> int:
        """Return the index of the last line that matches a path, or -1."""
        path = _bytewise(path)
        name = path.rpartition("/")[2]
        best = max(
            self._looked_up(path, name, folders=folders)
            for folders in ((False, True) if folder else (False,))
        )
        for wild in self._wild:
            if wild.place < best:
                break
            if (folder or not wild.folders_only) and wild.matches.fullmatch(
                path if wild.whole_path else name
            ):
                best = wild.place
                break
        return best

    def _looked_up(self, path: str, name: str, *, folders: bool) -> int:
        suffixes = self._tables.get(("suffix", folders), {})
        return max(
            self._tables.get(("name", folders), {}).get(name, -1),
            self._tables.get(("path", folders), {}).get(path, -1),
            *(suffixes.get(name[-length:], -1) for length in self._suffix_lengths[folders]),
            -1,
        )

    def _add(self, line: str, place: int, wildcards: int) -> None:
        pattern = _without_trailing_spaces(_bytewise(line).removesuffix("\r"))
        if not pattern or pattern.startswith("#"):
            return
        ignores = not pattern.startswith("!")
        pattern = pattern if ignores else pattern[1:]
        folders_only = pattern.endswith("/")
        pattern = pattern.removesuffix("/")
        if not pattern:
            self.invalid += 1
            return
        whole_path = "/" in pattern
        pattern = pattern.removeprefix("/")
        if not pattern:
            self.invalid += 1
            return
        self._ignores[place] = ignores
        table = _table_of(pattern, whole_path=whole_path)
        if table is not None:
            name, key = table
            self._tables.setdefault((name, folders_only), {})[key] = place
        elif self.wildcards >= wildcards or len(pattern) > IGNORE_LINE:
            self.left_out += 1
        else:
            self.wildcards += 1
            expression = _expression(pattern)
            if expression is None:
                self.invalid += 1
            else:
                self._wild.append(_Wild(place, expression, folders_only, whole_path))


def rules_of(content: bytes, wildcards: int = IGNORE_WILDCARDS) -> IgnoreRules:
    """Parse the bytes of a `.gitignore` file."""
    return IgnoreRules(
        content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n"), wildcards
    )


def _bytewise(text: str) -> str:
    """Return a text with one character per byte, because `?` matches a byte for git."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def _without_trailing_spaces(line: str) -> str:
    """Remove trailing spaces, unless a backslash escapes them."""
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return f"{stripped} " if backslashes % 2 and len(stripped) < len(line) else stripped


def _table_of(pattern: str, *, whole_path: bool) -> tuple[str, str] | None:
    """Return the table and key of a line, or None if the line needs an expression."""
    if _SPECIAL.isdisjoint(pattern):
        return ("path" if whole_path else "name"), pattern
    if not whole_path and pattern[0] == "*" and len(pattern) > 1 and _SPECIAL.isdisjoint(pattern[1:]):
        return "suffix", pattern[1:]
    return None


def _expression(pattern: str) -> re.Pattern[str] | None:
    """Return the expression of a line with wildcards, or None if git never matches it."""
    pieces = _pieces(pattern)
    if pieces is None:
        return None
    *others, last = pieces
    between = "(?:[^/]++/)*?"
    written = "".join(
        f"(?>{between if number else ''}{_piece(piece)})" for number, piece in enumerate(others)
    )
    written += (between if others else "") + _piece(last)
    return re.compile(written, re.DOTALL)


_STAR: Final = "*"
_REST: Final = ".*"


def _pieces(pattern: str) -> list[list[str]] | None:
    """Split at each `**/`, and return the parts as expressions of single characters, `*` and a final `.*`."""
    pieces: list[list[str]] = [[]]
    place = 0
    while place < len(pattern):
        if pattern[place] == "*":
            place = _add_stars(pieces, pattern, place)
            continue
        read = _single(pattern, place)
        if read is None:
            return None
        pieces[-1].append(read[0])
        place = read[1]
    return pieces


def _add_stars(pieces: list[list[str]], pattern: str, start: int) -> int:
    """Read the stars at an index, which match any characters or any folders. Return the index after them."""
    end = start
    while pattern[end : end + 1] == "*":
        end += 1
    folders = end - start > 1 and (start == 0 or pattern[start - 1] == "/")
    if folders and end == len(pattern):
        pieces[-1].append(_REST)
    elif folders and pattern[end] == "/":
        pieces.append([])
        return end + 1
    else:
        pieces[-1].append(_STAR)
    return end


def _single(pattern: str, place: int) -> tuple[str, int] | None:
    """Return the expression of the character at an index and the index after it; None if it is invalid."""
    character = pattern[place]
    if character == "[":
        return _bracket(pattern, place)
    if character == "?":
        return "[^/]", place + 1
    if character != "\\":
        return re.escape(character), place + 1
    return (re.escape(pattern[place + 1]), place + 2) if place + 1 < len(pattern) else None


def _piece(tokens: list[str]) -> str:
    stars = [place for place, token in enumerate(tokens) if token == _STAR]
    if not stars:
        return "".join(tokens)
    written = "".join(tokens[: stars[0]])
    for star, following in pairwise(stars):
        written += f"(?>[^/]*?{''.join(tokens[star + 1 : following])})"
    return f"{written}[^/]*{''.join(tokens[stars[-1] + 1 :])}"


def _bracket(pattern: str, start: int) -> tuple[str, int] | None:
    """Return the set that begins at a `[` and the index after it; None if it is not closed or invalid."""
    place = start + 1
    negated = pattern[place : place + 1] in ("!", "^")
    place += negated
    first = place
    parts: list[str] = []
    while True:
        character = pattern[place : place + 1]
        if not character:
            return None
        if character == "]" and place > first:
            break
        if pattern.startswith("[:", place):
            end = pattern.find(":]", place + 2)
            known = _CLASSES.get(pattern[place + 2 : end]) if end > 0 else None
            if known is None:
                return None
            parts.append(known)
            place = end + 2
            continue
        low, place = _member(pattern, place)
        if low is None:
            return None
        if pattern[place : place + 1] == "-" and pattern[place + 1 : place + 2] not in ("", "]"):
            high, place = _member(pattern, place + 1)
            if high is None:
                return None
            parts.append(f"{_escaped(low)}-{_escaped(high)}" if low <= high else "")
        else:
            parts.append(_escaped(low))
    inside = "".join(parts)
    if not inside:
        return ("[^/]" if negated else "(?!)"), place + 1
    return (f"[^/{inside}]" if negated else f"(?!/)[{inside}]"), place + 1


def _member(pattern: str, place: int) -> tuple[str | None, int]:
    if pattern[place] == "\\":
        place += 1
    return (pattern[place], place + 1) if place < len(pattern) else (None, place)


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\]^-[&~|" else character
