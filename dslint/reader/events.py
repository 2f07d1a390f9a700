"""libyaml's events for one chunk, as go-yaml would give them, with places in the chunk as written.

Most chunks go to libyaml as they are. Two oddities are hidden from it and put back into its
events: a carriage return before CR LF (kubectl takes CR LF for one line feed before it reads
YAML) and a byte order mark at the start of a line (for libyaml it is nothing, for go-yaml text).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, NamedTuple

import _ruamel_yaml as libyaml

Event = Any
"""An event of `_ruamel_yaml`, which has no types."""

NextEvent = Callable[[], Event]

_BOM = "\ufeff"
_STAND_INS = "\ue000\ue001\uf8ff\ufffd"


def events_of(text: str) -> NextEvent:
    """A function that gives the next event each time it is called; None after the last one."""
    if not text.endswith("\n"):
        text += "\n"  # kubectl's line reader ends every line
    if "\r\r\n" in text or "\n" + _BOM in text:
        return _Odd(text).next_event
    get_event: NextEvent = libyaml.CParser(text).get_event
    return get_event


class _Mark(NamedTuple):
    index: int


class _Odd:
    """The events of a text with oddities."""

    def __init__(self, text: str) -> None:
        self.stand_in = next((one for one in _STAND_INS if one not in text), _STAND_INS[-1])
        self.dropped = _carriage_returns(text)
        plain = text.replace("\r\n", "\n").replace("\n" + _BOM, "\n" + self.stand_in)
        self.get_event = libyaml.CParser(plain).get_event

    def next_event(self) -> Event:
        try:
            event = self.get_event()
        except libyaml.YAMLError as error:
            for name in ("problem_mark", "context_mark"):
                mark = getattr(error, name, None)
                if mark is not None:
                    setattr(error, name, self._written(mark.index))
            raise
        if event is not None:
            event.start_mark = self._written(event.start_mark.index)
            event.end_mark = self._written(event.end_mark.index)
            value = getattr(event, "value", None)
            if value is not None:
                event.value = value.replace(self.stand_in, _BOM)
        return event

    def _written(self, index: int) -> _Mark:
        return _Mark(index + bisect_left(self.dropped, index))


def _carriage_returns(text: str) -> list[int]:
    """For every carriage return taken out, the index of the line feed it stood before, without them."""
    dropped: list[int] = []
    at = text.find("\r\n")
    while at >= 0:
        dropped.append(at - len(dropped))
        at = text.find("\r\n", at + 1)
    return dropped
