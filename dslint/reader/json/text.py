"""Read JSON documents into the same nodes as YAML, without recursion.

Source of the grammar: Go's `encoding/json`, which reads a text that begins with `{`.
"""

from __future__ import annotations

import re

from dslint.reader.nodes import Entries, Json, Node
from dslint.reader.numbers import json_integer, json_number
from dslint.reader.problems import DEFAULT_LIMITS, INVALID, TOO_DEEP, Limits, TooMuch, Unreadable, too_deep
from dslint.values.typed import NamedTuple

_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(
    r"""(?P<mark>[{}\[\],:])
    | "(?P<string>[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"
    | (?P<number>-?(?:0|[1-9][0-9]*+)(?P<fraction>(?:\.[0-9]++)?[eE][-+]?[0-9]++|\.[0-9]++(?![eE])|(?![.eE])))
    | (?P<word>true|false|null)""",
    re.VERBOSE,
)
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
_INFINITE = (float("inf"), float("-inf"))
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])|[\ud800-\udfff]")


class Read(NamedTuple):
    """A document and the index after it."""

    node: Node
    end: int


def skip_space(text: str, index: int) -> int:
    """Return the index of the next character that is not JSON white space."""
    match = _SPACE.match(text, index)
    return match.end() if match is not None else index


class _Open:
    """An open object or list; `key` is None if no key has been read for the next value."""

    def __init__(self, start: int, style: str) -> None:
        self.start = start
        self.style = style
        self.fields: dict[str, Node] = {}
        self.items: list[Node] = []
        self.key: Node | None = None

    def add(self, node: Node) -> None:
        """Add the next item, or the value of the last key."""
        key = self.key
        if key is None:
            self.items.append(node)
            return
        node = node._replace(key_start=key.start, key_end=key.end)
        if key.data in self.fields:
            self.fields = self.fields if isinstance(self.fields, Entries) else Entries(self.fields)
            self.fields.replace(key.data, node)
        else:
            self.fields[key.data] = node
        self.key = None

    def close(self, end: int) -> Node:
        """Return the complete node."""
        if self.style == "[":
            return Node([item.data for item in self.items], self.start, end, self.items, "[")
        data = {name: value.data for name, value in self.fields.items()}
        return Node(data, self.start, end, self.fields, "{")


def read_json(text: str, index: int, limits: Limits = DEFAULT_LIMITS) -> Read:
    """Read one JSON value. Raises Unreadable."""
    stack = [_Open(index, "[")]
    expected = _VALUE
    infinite: Node | None = None
    while not stack[0].items:
        index = skip_space(text, index)
        token = _TOKEN.match(text, index)
        kind = _kind(token) if token is not None else "?"
        if token is None or kind not in expected:
            raise _unexpected(text, index, expected)
        index = token.end()
        if kind in "{[":
            if len(stack) > limits.depth:
                raise TooMuch(too_deep(limits), token.start(), rule=TOO_DEEP)
            stack.append(_Open(token.start(), kind))
            expected = _KEY_OR_END if kind == "{" else _VALUE_OR_END
        elif kind == ":":
            expected = _VALUE
        elif kind == ",":
            expected = _KEY if stack[-1].style == "{" else _VALUE
        elif expected in {_KEY, _KEY_OR_END} and kind == '"':
            stack[-1].key = Node(_data(token, kind), token.start(), index)
            expected = _COLON
        else:
            if kind in "}]":
                node = stack.pop().close(index)
            else:
                node = Node(_data(token, kind), token.start(), index, style='"' if kind == '"' else "")
                infinite = node if node.data in _INFINITE else infinite
            stack[-1].add(node)
            expected = _MORE_ENTRIES if stack[-1].style == "{" else _MORE_ITEMS
    if infinite is not None:
        raise TooMuch("this number is too large", infinite.start, rule=INVALID)
    return Read(stack[0].items[0], index)


_VALUE = '{["0t'
_VALUE_OR_END = '{["0t]'
_KEY = '"'
_KEY_OR_END = '"}'
_COLON = ":"
_MORE_ENTRIES = ",}"
_MORE_ITEMS = ",]"
_SAID = {
    _VALUE: "a value",
    _VALUE_OR_END: "a value or ]",
    _KEY: "a key in double quotes",
    _KEY_OR_END: "a key in double quotes or }",
    _COLON: "a colon",
    _MORE_ENTRIES: "a comma or }",
    _MORE_ITEMS: "a comma or ]",
}


def _kind(token: re.Match[str]) -> str:
    """Return the character itself, or the name of its kind (string, number, word) in the tables above."""
    mark: str | None = token["mark"]
    if mark is not None:
        return mark
    if token["string"] is not None:
        return '"'
    return "0" if token["number"] is not None else "t"


def _data(token: re.Match[str], kind: str) -> Json:
    if kind == '"':
        return _unescape(token["string"])
    if kind == "t":
        return _WORDS[token["word"]]
    number = token["number"]
    return json_number(float(number)) if token["fraction"] else json_integer(number)


def _unescape(string: str) -> str:
    if "\\" not in string:
        return string
    return _SURROGATES.sub(_join_surrogates, _ESCAPE.sub(_escaped, string))


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _ESCAPES.get(match[2], match[2])


def _join_surrogates(match: re.Match[str]) -> str:
    if match[1] is None:
        return "\ufffd"
    return (match[1] + match[2]).encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _unexpected(text: str, index: int, expected: str) -> Unreadable:
    found = f"{text[index]!r}" if index < len(text) else "the end of the text"
    return Unreadable(f"{found} where {_SAID[expected]} should be", index, rule=INVALID)
