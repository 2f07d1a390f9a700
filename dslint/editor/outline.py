"""The path of a place in incomplete YAML, judged by indentation; no parser has to accept the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dslint.values.path import FieldPath

_DASH = re.compile(r"-(?: +|$)")
_KEY = re.compile(
    r"""(?P<quote>["']?)(?P<name>[A-Za-z0-9_][A-Za-z0-9_./-]*)(?P=quote) *:(?: +(?P<value>.*)|$)"""
)
_LONGEST_LINE = 2_000
_MOST_LINES = 20_000


class Typing(NamedTuple):
    """The typed word: the path of the object around it, the key if it is a value, and the prefix.

    path    the mapping that the new key belongs to
    key     None while a key is typed
    prefix  what stands before the cursor of the word that is typed
    """

    path: FieldPath
    key: str | None
    prefix: str


class _Level(NamedTuple):
    indent: int
    step: str | int


def typing_at(lines: Sequence[str], line: int, column: int) -> Typing:
    """Return what is typed at a line and column, both from 0, columns in code points."""
    first = max(
        (number for number in range(line + 1) if lines[number].startswith("---")),
        default=max(0, line - _MOST_LINES),
    )
    stack: list[_Level] = []
    for number in range(first, line):
        text = lines[number][:_LONGEST_LINE]
        if text.strip() and not text.lstrip().startswith(("#", "---")):
            _enter(stack, text)
    return _last(stack, lines[line][:column])


def _enter(stack: list[_Level], text: str) -> None:
    """Take one line into account."""
    indent, rest = _items(stack, text)
    match = _KEY.match(rest)
    if match is not None:
        _leave(stack, indent)
        stack.append(_Level(indent, match["name"]))


def _last(stack: list[_Level], text: str) -> Typing:
    indent, rest = _items(stack, text)
    _leave(stack, indent)
    path = tuple(level.step for level in stack)
    match = _KEY.match(rest)
    if match is not None:
        return Typing(path, match["name"], match["value"] or "")
    if path and isinstance(path[-1], int) and rest and _is_value_of_list(stack, rest):
        return Typing(path[:-1], None, rest)
    return Typing(path, None, rest)


def _is_value_of_list(stack: list[_Level], rest: str) -> bool:
    return rest[:1] in "\"'" and bool(stack)


def _items(stack: list[_Level], text: str) -> tuple[int, str]:
    """Enter the list items that a line begins; return the indentation and text of their content."""
    rest = text.lstrip(" ")
    indent = len(text) - len(rest)
    while (dash := _DASH.match(rest)) is not None:
        number = _leave(stack, indent, item=True)
        stack.append(_Level(indent, number))
        indent += dash.end()
        rest = rest[dash.end() :]
    return indent, rest


def _leave(stack: list[_Level], indent: int, *, item: bool = False) -> int:
    """Leave what a line at this indentation ends; for an item, return its index in its list.

    A list may have the indentation of its own key.
    """
    number = 0
    while stack:
        level = stack[-1]
        if isinstance(level.step, int) and item and level.indent == indent:
            number = level.step + 1
            stack.pop()
            break
        if level.indent < indent or (item and level.indent == indent):
            break
        stack.pop()
    return number
