"""Regular expressions with RE2's syntax and its linear time, behind one small interface."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from dslint.cel.errors import CelError, CelUnknown

if TYPE_CHECKING:
    from collections.abc import Iterator


MISSING = "google-re2, which is not installed"
"""The missing package on which regular expressions depend."""


class Pattern(Protocol):
    """What is used of a compiled pattern."""

    def search(self, text: str) -> object:
        """The leftmost match, or None."""

    def finditer(self, text: str) -> Iterator[object]:
        """All matches that do not overlap."""


class PatternError(ValueError):
    """The text is not a regular expression that RE2 accepts."""


class NoEngineError(ImportError):
    """google-re2 is not installed."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Pattern:
    """The pattern, compiled. Raises PatternError; NoEngineError without google-re2."""
    try:
        import re2  # noqa: PLC0415 - only expressions with a pattern need it
    except ImportError:
        raise NoEngineError(MISSING) from None
    options = re2.Options()
    options.log_errors = False
    try:
        found: Pattern = re2.compile(_go_syntax(pattern), options)
    except (re2.error, UnicodeEncodeError) as error:
        text = error.args[0] if error.args else ""
        raise PatternError(
            text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        ) from None
    return found


_ANY_BYTE = re.compile(r"(?:\\[^C])*\\C")


def _go_syntax(pattern: str) -> str:
    """Refuse the one escape that RE2 takes and Go does not: C, a single byte. Raises PatternError."""
    if "\\C" in pattern and _ANY_BYTE.search(pattern):
        raise PatternError("invalid escape sequence: `\\C`")
    return pattern


def pattern_of(text: str) -> Pattern:
    """The compiled pattern, for a call at run time. Raises CelError; CelUnknown without google-re2."""
    try:
        return compiled(text)
    except PatternError as problem:
        raise CelError(f"error parsing regexp: {problem}") from None
    except NoEngineError as missing:
        raise CelUnknown(str(missing)) from None


def matches(text: str, pattern: Pattern) -> bool:
    """Whether the pattern is found anywhere in the text."""
    return pattern.search(text) is not None


def find(text: str, pattern: Pattern) -> str:
    """The leftmost match, empty when there is none."""
    match = pattern.search(text)
    return "" if match is None else match.group()  # type: ignore[attr-defined]


def find_all(text: str, pattern: Pattern, limit: int) -> list[object]:
    """All matches, at most `limit` unless it is negative."""
    found: list[object] = []
    last = -1
    for match in pattern.finditer(text):
        if 0 <= limit <= len(found):
            break
        start, end = match.span()  # type: ignore[attr-defined]
        if start == end == last:
            continue  # Go gives no empty match right after a match
        found.append(text[start:end])
        last = end
    return found
