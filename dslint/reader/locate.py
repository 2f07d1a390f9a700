"""Convert symbolic paths to lines and columns: the only place where a path meets the text."""

from __future__ import annotations

from dslint.reader.nodes import Document, Node
from dslint.values.path import FieldPath
from dslint.values.problem import Anchor
from dslint.values.span import Span


def locate(document: Document, root: Node, path: FieldPath, anchor: Anchor = "value") -> Span:
    """Return the span of the value at `path` below `root`.

    If the value was not written, this is the key of its nearest written parent. A mapping or list of several
    lines is shown by its key, because an underline of thirty lines helps nobody.
    """
    key: Node | None = None
    node = root
    for step in path:
        child = node.child(step)
        if child is None:
            return document.span(key) if key is not None else _shown(document, None, node)
        key = child.key(str(step)) if isinstance(node.children, dict) else None
        node = child
    if anchor == "key" and key is not None:
        return document.span(key)
    return _shown(document, key, node)


def _shown(document: Document, key: Node | None, node: Node) -> Span:
    span = document.span(node)
    if node.children is None or span.line == span.end_line:
        empty = span[:2] == span[2:]
        return document.span(key) if empty and key is not None else span
    if key is not None:
        return document.span(key)
    return document.span(_first_word(node))


def _first_word(node: Node) -> Node:
    """Return the first key or scalar of a collection, which represents a list item or a whole document."""
    while node.children:
        children = node.children
        if isinstance(children, dict):
            name = next(iter(children))
            value: Node = children[name]
            return value.key(name)
        node = children[0]
    return node
