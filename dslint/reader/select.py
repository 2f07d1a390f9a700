"""Read only the wanted data of a large YAML document: the rest passes by as events and leaves nothing.

For lists of thousands of objects of which a few fields matter. What needs more than events in
order (aliases, several documents, text that libyaml and kubectl read differently) is left to
`read_stream`: `read_selected` then returns None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from _ruamel_yaml import (
    CParser,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)

from dslint.reader.nodes import Json
from dslint.reader.problems import DEFAULT_LIMITS
from dslint.reader.scalars import NotJson, new_key, new_value

EACH = "*"
"""Stands in a path for every item of a list."""

Wanted = dict[str, Any]
"""A tree of keys; an empty one wants everything below it."""


class Selected(NamedTuple):
    """The wanted data of a document, and the 1-based line of every item of its list `items`."""

    data: Json
    item_lines: tuple[int, ...]


def wanted_tree(paths: Iterable[tuple[str, ...]]) -> Wanted:
    """The tree of paths such as `("items", EACH, "metadata", "labels")`: each wants all that is below it."""
    tree: Wanted = {}
    for path in sorted(paths, key=len, reverse=True):
        below = tree
        for step in path[:-1]:
            below = below.setdefault(step, {})
        below[path[-1]] = {}
    return tree


def read_selected(source: bytes, wanted: Wanted) -> Selected | None:
    """The one document of a text, with only what is wanted; None where it must be read in full."""
    if not source.isascii() or source.lstrip().startswith(b"{") or any(odd in source for odd in _ODD):
        return None
    try:
        return _select(CParser(source).get_event, wanted)
    except (YAMLError, NotJson, _NotSelectableError):
        return None


class _NotSelectableError(Exception):
    """The document has something that takes a full reader."""


_ODD = (b"\n---", b"\n...", b"\r\r\n", b"\\/", b" !", b"<<:")
_NO_KEY = object()
"""The key inside a list."""


def _select(next_event: Callable[[], Any], wanted: Wanted) -> Selected:  # noqa: C901, PLR0912 - as in builder
    """Read the events, in one loop because a call for each would cost as much as libyaml does."""
    root: list[Json] = []
    container: Any = root
    below: Wanted = {EACH: wanted}
    key: Any = _NO_KEY
    stack: list[tuple[Any, Wanted, Any]] = []
    lines: list[int] = []
    same: dict[str, str] = {}
    next_event(), next_event()  # the start of the stream and of the document
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            text = event.value
            if event.anchor is not None:
                raise _NotSelectableError
            if key is None:
                key = text if event.style else new_key(text)
                if below and key not in below:
                    _skip(next_event)
                    key = None
                continue
            value = text if event.style else new_value(text)
            if value.__class__ is str:
                value = same.setdefault(value, value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if key is None or event.anchor is not None or len(stack) >= DEFAULT_LIMITS.depth:
                raise _NotSelectableError
            if len(stack) == _ITEM_DEPTH and stack[-1][2] == "items":
                lines.append(event.start_mark.line + 1)
            stack.append((container, below, key))
            below = below.get(EACH if key is _NO_KEY else key, {}) if below else below
            container, key = ({}, None) if kind is MappingStartEvent else ([], _NO_KEY)
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = container
            container, below, key = stack.pop()
        elif kind is DocumentEndEvent:
            return Selected(root[0], tuple(lines))
        else:
            raise _NotSelectableError
        if key is _NO_KEY:
            container.append(value)
        else:
            container[key] = value
            key = None


_ITEM_DEPTH = 2
"""Open around an item: the document's mapping and its list."""


def _skip(next_event: Callable[[], Any]) -> None:
    """Let the value of a key pass by."""
    depth = 0
    while True:
        kind = type(next_event())
        if kind is ScalarEvent:
            if not depth:
                return
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            depth += 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            depth -= 1
            if not depth:
                return
        else:
            raise _NotSelectableError
