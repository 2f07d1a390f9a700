"""libyaml's events to nodes, without recursion."""

from __future__ import annotations

from typing import Any

import _ruamel_yaml as libyaml

from dslint.reader.nodes import Duplicate, Node
from dslint.reader.scalars import resolve


class Unreadable(Exception):
    """The text cannot be read as kubectl reads it. `line` and `column` count from 0 in the chunk."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def build(text: str) -> Node | None:
    """Read the first document of a chunk; None where there is none. Raises Unreadable."""
    try:
        return _build(libyaml.CParser(text))
    except libyaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or str(error)
        raise Unreadable(message, mark.line if mark else 0, mark.column if mark else 0) from None


def _build(parser: Any) -> Node | None:
    anchors: dict[str, Node] = {}
    stack: list[tuple[Node, str | None]] = []
    pending: list[Node | None] = []
    while True:
        event = parser.get_event()
        kind = type(event)
        if kind is libyaml.ScalarEvent:
            value = event.value
            plain = event.implicit[0] and not event.style
            node = Node(resolve(value) if plain else value, event.start_mark, event.end_mark, style=event.style or "")
        elif kind is libyaml.MappingStartEvent:
            node = Node({}, event.start_mark, event.end_mark, {}, {})
        elif kind is libyaml.SequenceStartEvent:
            node = Node([], event.start_mark, event.end_mark, [])
        elif kind is libyaml.AliasEvent:
            if event.anchor not in anchors:
                raise Unreadable(f"*{event.anchor} names no anchor", event.start_mark.line, event.start_mark.column)
            target = anchors[event.anchor]
            node = Node(target.data, event.start_mark, event.end_mark, target.children, target.keys, target.style)
        elif kind is libyaml.MappingEndEvent or kind is libyaml.SequenceEndEvent:
            stack.pop()
            closed = pending.pop()
            node = closed  # type: ignore[assignment]
            node.end = event.end_mark
            if not stack and not pending:
                return node
            continue
        elif kind is libyaml.StreamEndEvent:
            return None
        else:
            continue
        anchor = getattr(event, "anchor", None)
        if anchor and kind is not libyaml.AliasEvent:
            anchors[anchor] = node
        if stack:
            _attach(stack, node)
        if kind is libyaml.MappingStartEvent or kind is libyaml.SequenceStartEvent:
            stack.append((node, None))
            pending.append(node)
        elif not stack:
            return node



def _attach(stack: list[tuple[Node, Any]], node: Node) -> None:
    parent, key = stack[-1]
    if isinstance(parent.children, list):
        parent.children.append(node)
        parent.data.append(node.data)
    elif key is None:
        stack[-1] = (parent, node)
    else:
        _put(parent, key, node)
        stack[-1] = (parent, None)


def _put(parent: Node, key: Node, node: Node) -> None:
    assert isinstance(parent.children, dict)
    assert parent.keys is not None
    name = key.data if isinstance(key.data, str) else _key_text(key.data)
    if name in parent.keys:
        parent.duplicates += (Duplicate(name, parent.keys[name], key),)
    parent.children[name] = node
    parent.keys[name] = key
    parent.data[name] = node.data


def _key_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
