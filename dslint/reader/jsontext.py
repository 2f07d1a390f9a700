"""JSON documents to the same nodes that YAML gives. Nothing recurses.

Source of the grammar: Go's `encoding/json`, which reads a text that begins with `{`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dslint.reader.frames import ListFrame, MappingFrame, Root
from dslint.reader.nodes import Json, Node
from dslint.reader.numbers import json_integer, json_number
from dslint.reader.problems import Limits, Unreadable

_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(
    r"""(?P<mark>[{}\[\],:])
    | "(?P<string>[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"
    | (?P<number>-?(?:0|[1-9][0-9]*+)(?P<fraction>(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?))
    | (?P<word>true|false|null)""",
    re.VERBOSE,
)
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])|[\ud800-\udfff]")


class Read(NamedTuple):
    """A document and the index after it."""

    node: Node
    end: int


def skip_space(text: str, index: int) -> int:
    """The index of the next character that is not JSON's white space."""
    match = _SPACE.match(text, index)
    return match.end() if match is not None else index


def read_json(text: str, index: int, limits: Limits = Limits()) -> Read:
    """Read one JSON value. Raises Unreadable."""
    root = Root()
    frame: Root | MappingFrame | ListFrame = root
    waiting: list[Root | MappingFrame | ListFrame] = []
    expected = _VALUE
    while root.node is None:
        index = skip_space(text, index)
        token = _TOKEN.match(text, index)
        if token is None or token.lastgroup is None:
            raise _unexpected(text, index, expected)
        kind = token[0] if token.lastgroup == "mark" else _kind(token)
        if kind not in expected:
            raise _unexpected(text, index, expected)
        index = token.end()
        if kind in "{[":
            if len(waiting) >= limits.depth:
                raise Unreadable(
                    f"this is nested more than {limits.depth} levels deep: too deep to read",
                    token.start(),
                    rule="nested-too-deep",
                )
            waiting.append(frame)
            frame = MappingFrame(token.start(), "{") if kind == "{" else ListFrame(token.start(), "[")
            expected = _KEY_OR_END if kind == "{" else _VALUE_OR_END
            continue
        if kind in ",:":
            expected = _KEY if kind == "," and isinstance(frame, MappingFrame) else _VALUE
            continue
        if kind in "}]":
            node = frame.node
            assert node is not None  # noqa: S101 - only the root can be without one
            node.end = index
            frame = waiting.pop()
        else:
            node = Node(_data(token, kind), token.start(), index, None, None, '"' if kind == '"' else "")
        frame.add(node)
        is_key = frame.key is node
        expected = _COLON if is_key else _MORE_ENTRIES if isinstance(frame, MappingFrame) else _MORE_ITEMS
    return Read(root.node, index)


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
    if token["string"] is not None:
        return '"'
    return "0" if token["number"] is not None else "t"


def _data(token: re.Match[str], kind: str) -> Json:
    if kind == '"':
        return _unescape(token["string"])
    if kind == "t":
        return _WORDS[token["word"]]
    number = token["number"]
    value = json_number(float(number)) if token["fraction"] else json_integer(number)
    if value in (float("inf"), float("-inf")):
        raise Unreadable("this number is too large", token.start(), rule="invalid-yaml")
    return value


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
    return Unreadable(f"{found} where {_SAID[expected]} should be", index, rule="invalid-yaml")
