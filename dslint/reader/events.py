r"""Return libyaml's events for one chunk as go-yaml would report them, with places in the chunk as written.

Most chunks go to libyaml unchanged. Where the two parsers differ, stand-in characters hide the difference
from libyaml, and the events get the original characters back:

- a carriage return before CR LF: kubectl takes CR LF for one line feed before it reads YAML;
- a byte order mark at the start of a line: nothing to libyaml, text to go-yaml;
- `\/` in double quotes: go-yaml does not know it;
- a colon inside an unquoted value in flow style, as in `[image:1.2]`: libyaml stops there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from dslint.reader import libyaml
from dslint.reader.problems import Unreadable
from dslint.values.typed import Any, NamedTuple

Event = Any
"""An event of the YAML library, which has no types."""

NextEvent = Callable[[], Event]

UNKNOWN_ESCAPE = "found unknown escape character"
CONTROL = "control characters are not allowed"
INNER_COLON = "found unexpected ':'"
DEPTH = "exceeded maximum nesting depth"
"""libyaml's own message. Newer versions limit nesting, above dslint's limit."""

_BOM = "\ufeff"
_ESCAPED_SLASH = r"(?s)(?:[^\\]|\\[^/])*?\\/"
_TAG_OR_INNER_COLONS = r"(?<![^\s\[\]{},])[!&*]\S*|(?<=[^\s\"'\[\]{},:]):+(?=\S)"
_PRIVATE_USE = range(0xE000, 0xF8FF)


class Hidden(NamedTuple):
    """A chunk in the form for libyaml: as long as the chunk, except for dropped carriage returns.

    `dropped` has, for each of them, the index of the line feed after it.
    """

    chunk: str
    text: str
    bom: str = ""
    colon: str = ""
    dropped: tuple[int, ...] = ()
    checks_slashes: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether libyaml's events need no correction."""
        return not (self.bom or self.colon or self.dropped or self.checks_slashes)

    def written(self, index: int) -> int:
        """Return the index in the chunk for an index in libyaml's text."""
        return index + bisect_left(self.dropped, index) if self.dropped else index

    def without_colon(self, index: int) -> Hidden:
        """Hide the colon at `index`; the first time, hide all similar ones too."""
        colon = self.colon or _unused_character(self.text + self.bom)
        text = self.text[:index] + colon + self.text[index + 1 :]
        if not self.colon:
            text = re.sub(
                _TAG_OR_INNER_COLONS,
                lambda match: match[0].replace(":", colon) if match[0][0] == ":" else match[0],
                text,
            )
        return self._replace(text=text, colon=colon)


def hide(chunk: str) -> Hidden:
    """Hide everything in the chunk that is visible before parsing."""
    text = chunk if chunk.endswith("\n") else chunk + "\n"  # kubectl's line reader ends every line
    # Searching for one character first makes this cheap for nearly every text.
    hidden = Hidden(chunk, text, checks_slashes="\\" in text and "\\/" in text)
    if "\r" in text and "\r\r\n" in text:
        hidden = hidden._replace(text=text.replace("\r\n", "\n"), dropped=_carriage_returns(text))
    if _BOM in text:
        bom = _unused_character(text)
        hidden = hidden._replace(text=hidden.text.replace(_BOM, bom), bom=bom)
    return hidden


def events_of(hidden: Hidden) -> NextEvent:
    """Return a function that returns the next event on each call, and None after the last one."""
    get_event: NextEvent = libyaml.CParser(hidden.text).get_event
    if hidden.is_plain:
        return get_event
    return lambda: _put_back(get_event(), hidden)


class _Mark:
    """The place of an event, with the attribute names of libyaml's marks."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


def _put_back(event: Event, hidden: Hidden) -> Event:
    if event is None:
        return None
    start, end = event.start_mark.index, event.end_mark.index
    event.start_mark, event.end_mark = _Mark(hidden.written(start)), _Mark(hidden.written(end))
    value = getattr(event, "value", None)
    if value is None:
        return event
    if hidden.checks_slashes and event.style == '"':
        match = re.compile(_ESCAPED_SLASH).match(hidden.text, start, end)
        if match is not None:
            raise Unreadable(UNKNOWN_ESCAPE, hidden.written(match.end() - 2))
    if hidden.bom:
        value = value.replace(hidden.bom, _BOM)
    if hidden.colon:
        value = value.replace(hidden.colon, ":")
    event.value = value
    return event


def _unused_character(text: str) -> str:
    return next(chr(code) for code in _PRIVATE_USE if chr(code) not in text)


def _carriage_returns(text: str) -> tuple[int, ...]:
    dropped: list[int] = []
    at = text.find("\r\n")
    while at >= 0:
        dropped.append(at - len(dropped))
        at = text.find("\r\n", at + 1)
    return tuple(dropped)
