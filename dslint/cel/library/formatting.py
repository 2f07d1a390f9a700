"""`'%s and %d'.format([…])`, at run time and when a format with its arguments is constant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from dslint.cel.conversions import to_string
from dslint.cel.equality import type_name, utf8
from dslint.cel.errors import CelError
from dslint.cel.times import text_of_duration, text_of_timestamp
from dslint.cel.types import Type
from dslint.cel.values import Duration, Timestamp, UInt, of_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFAULT_PRECISION = 6
_BAD_PRECISION = "could not parse formatting clause: error while parsing precision"
_WIDEST = 1000
_STRING_WANTS = (
    "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, "
    "and timestamps"
)
WANTS = {
    "s": _STRING_WANTS,
    "d": "decimal clause can only be used on integers",
    "f": "fixed-point clause can only be used on doubles",
    "e": "scientific clause can only be used on doubles",
    "b": "only integers and bools can be formatted as binary",
    "x": "only integers, byte buffers, and strings can be formatted as hex",
    "X": "only integers, byte buffers, and strings can be formatted as hex",
    "o": "octal clause can only be used on integers",
}
"""The clauses, and the error for a value that they do not accept."""


class Clause(NamedTuple):
    """A `%…` of a format: its letter and precision."""

    letter: str
    precision: int


def pieces(text: str) -> Iterator[str | Clause]:
    """The text and clauses of a format, in order. Raises CelError where it is malformed."""
    at = 0
    while at < len(text):
        percent = text.find("%", at)
        if percent < 0:
            yield text[at:]
            return
        if percent > at:
            yield text[at:percent]
        if text[percent + 1 : percent + 2] == "%":
            yield "%"
            at = percent + 2
        else:
            clause, at = _clause(text, percent + 1)
            yield clause


def _clause(text: str, at: int) -> tuple[Clause, int]:
    if at >= len(text):
        raise CelError("unexpected end of string")
    precision = _DEFAULT_PRECISION
    if text[at] == ".":
        end = at + 1
        while end < len(text) and text[end] in "0123456789":
            end += 1
        if end >= len(text):
            raise CelError(f"{_BAD_PRECISION}: could not find end of precision specifier")
        precision = _precision(text[at + 1 : end])
        at = end
    if text[at] not in WANTS:
        raise CelError(f'could not parse formatting clause: unrecognized formatting clause "{text[at]}"')
    return Clause(text[at], precision), at + 1


def _precision(digits: str) -> int:
    if digits == "" or len(digits) > 18:  # noqa: PLR2004 - what surely fits
        raise CelError(f"{_BAD_PRECISION}: error while converting precision to integer")
    if int(digits) > _WIDEST:
        raise CelError("precision too large")
    return int(digits)


def format_string(text: str, arguments: list[object]) -> str:
    """The format with its arguments put in. Raises CelError."""
    built: list[str] = []
    used = 0
    for piece in pieces(text):
        if isinstance(piece, str):
            built.append(piece)
            continue
        if used >= len(arguments):
            raise CelError(f"index {used} out of range")
        built.append(_formatted(piece, arguments[used]))
        used += 1
    return "".join(built)


def _formatted(clause: Clause, value: object) -> str:
    letter = clause.letter
    if letter == "s":
        return _string(value)
    kind = type(value)
    if letter == "d" and kind in (int, UInt):
        return str(int(value))  # type: ignore[call-overload]
    if letter in "fe" and (kind is float or value in ("NaN", "Infinity", "-Infinity")):
        return _float(letter, clause.precision, float(value))  # type: ignore[arg-type]
    if letter in "bo" and kind in (int, UInt):
        return format(value, letter)
    if letter == "b" and kind is bool:
        return "1" if value else "0"
    if letter in "xX":
        return _hex(letter, value)
    raise _wrong(clause.letter, value)


def _wrong(letter: str, value: object) -> CelError:
    return CelError(f"error during formatting: {WANTS[letter]}, was given {type_name(value)}")


def _hex(letter: str, value: object) -> str:
    if isinstance(value, (str, bytes)):
        digits = (utf8(value) if isinstance(value, str) else value).hex()
        return digits.upper() if letter == "X" else digits
    if type(value) in (int, UInt):
        return format(value, letter)
    raise _wrong(letter, value)


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _float(letter: str, precision: int, value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if letter == "f":
        return f"{value:,.{precision}f}"
    digits, _, exponent = f"{value:.{precision}e}".partition("e")
    power = f"{int(exponent):03d}" if int(exponent) < 0 else f"{int(exponent):02d}"
    return f"{digits}\u202f×\u202f10{power.translate(_SUPERSCRIPTS)}"


def _string(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_inner, value)) + "]"
    if isinstance(value, dict):
        return _map(value)
    if value is None:
        return "null"
    if isinstance(value, (bool, int, float, str, bytes, Duration, Timestamp, Type)):
        return to_string(value)
    raise _wrong("s", value)


def _map(value: dict[object, object]) -> str:
    entries = []
    for key, item in value.items():
        shown = of_key(key)
        entries.append((go_quoted(shown) if isinstance(shown, str) else to_string(shown), _inner(item)))
    entries.sort(key=lambda entry: utf8(entry[0]))
    return "{" + ", ".join(f"{key}:{item}" for key, item in entries) + "}"


def _inner(value: object) -> str:
    if isinstance(value, str):
        return go_quoted(value)
    if isinstance(value, bytes):
        return "b" + go_quoted(to_string(value))
    if isinstance(value, float):
        return f'"{_plain(value)}"' if math.isnan(value) or math.isinf(value) else f"{value:.6f}"
    if isinstance(value, Timestamp):
        return f'timestamp("{text_of_timestamp(value)}")'
    if isinstance(value, Duration):
        return f'duration("{text_of_duration(value)}")'
    return _string(value)


def _plain(value: float) -> str:
    return "NaN" if math.isnan(value) else ("+Inf" if value > 0 else "-Inf")


_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
_SPACE = 0x20
_DELETE = 0x7F
_BASIC = 0xFFFF


def go_quoted(text: str) -> str:
    """A string in double quotes as Go's `%q` writes it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < _SPACE or code == _DELETE:
        return f"\\x{code:02x}"
    if character.isprintable():
        return character
    return f"\\u{code:04x}" if code <= _BASIC else f"\\U{code:08x}"
