"""Functions on strings."""

from __future__ import annotations

from dslint.cel.errors import CelError
from dslint.cel.values import no_such_overload

_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_LONGEST = 10_000_000


def char_at(text: str, index: int) -> str:
    """The character at an index; the empty string right behind the end."""
    if not 0 <= index <= len(text):
        raise CelError(f"index out of range: {index}")
    return text[index : index + 1]


def index_of(text: str, part: str, start: int = 0) -> int:
    """Where `part` stands first, not before `start`; -1 when nowhere."""
    if part == "":
        return start
    if not 0 <= start <= len(text):
        raise CelError(f"index out of range: {start}")
    return text.find(part, start)


def last_index_of(text: str, part: str, start: int | None = None) -> int:
    """Where `part` stands last, not behind `start`; -1 when nowhere."""
    if start is None:
        return len(text) if part == "" else text.rfind(part)
    if part == "":
        return start
    if not 0 <= start <= len(text):
        raise CelError(f"index out of range: {start}")
    return text.rfind(part, 0, start + len(part))


def lower_ascii(text: str) -> str:
    """The text with A-Z made small."""
    return text.translate(_LOWER)


def upper_ascii(text: str) -> str:
    """The text with a-z made large."""
    return text.translate(_UPPER)


def replace(text: str, old: str, new: str, limit: int = -1) -> str:
    """The text with `old` replaced, at most `limit` times unless it is negative."""
    count = text.count(old) if limit < 0 else min(text.count(old), limit)
    if len(text) + count * len(new) > _LONGEST:
        raise CelError("string too long")
    return text.replace(old, new, -1 if limit < 0 else limit)


def split(text: str, separator: str, limit: int = -1) -> list[object]:
    """The parts between separators, at most `limit` unless it is negative."""
    if limit == 0:
        return []
    if separator == "":
        return _characters(text, limit)
    return list(text.split(separator, limit - 1 if limit > 0 else -1))


def _characters(text: str, limit: int) -> list[object]:
    if limit < 0 or limit > len(text):
        limit = len(text)
    if limit == 0:
        return []
    return [*text[: limit - 1], text[limit - 1 :]]


def substring(text: str, start: int, end: int | None = None) -> str:
    """The text from `start` up to and without `end`."""
    if end is None:
        if not 0 <= start <= len(text):
            raise CelError(f"index out of range: {start}")
        return text[start:]
    if start > end:
        raise CelError(f"invalid substring range. start: {start}, end: {end}")
    if not 0 <= start <= len(text):
        raise CelError(f"index out of range: {start}")
    if not 0 <= end <= len(text):
        raise CelError(f"index out of range: {end}")
    return text[start:end]


def trim(text: str) -> str:
    """The text without space at both ends."""
    return text.strip(_SPACES)


def join(items: list[object], separator: str = "") -> str:
    """The strings of a list, put together."""
    for item in items:
        if type(item) is not str:
            raise no_such_overload("join", items, separator)
    return separator.join(items)  # type: ignore[arg-type]


_ESCAPES = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
    "\\": "\\\\", '"': '\\"',
}  # fmt: skip


def quote(text: str) -> str:
    """The text in double quotes, with what would end it or break the line escaped."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
