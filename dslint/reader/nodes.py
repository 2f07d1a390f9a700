"""A YAML document as kubectl understands it: JSON data, and for every piece the place it was written."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from dslint.values.path import FieldPath
from dslint.values.span import Span

Json = Any
"""None, bool, int, float, str, list[Json] or dict[str, Json]."""


class Mark(Protocol):
    """A place in one chunk of a stream, counted from 0: line, column and index in code points."""

    line: int
    column: int
    index: int


class Duplicate(NamedTuple):
    """A key said twice in one mapping: kubectl keeps the last and drops the earlier one silently."""

    key: str
    dropped_key: Node
    kept_key: Node


class Node:
    """One value of a document.

    data        the JSON data of this value and all below it (shared with the children's data)
    start, end  marks of the value in its chunk
    children    key -> Node for a mapping, list of Nodes for a sequence, None for a scalar
    keys        key -> Node of the key itself; None for anything but a mapping
    duplicates  keys said twice in this mapping, usually ()
    style       how a scalar is written: "" plain, or one of ' " | >
    """

    __slots__ = ("children", "data", "duplicates", "end", "keys", "start", "style")

    def __init__(
        self,
        data: Json,
        start: Mark,
        end: Mark,
        children: dict[str, Node] | list[Node] | None = None,
        keys: dict[str, Node] | None = None,
        style: str = "",
    ) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.children = children
        self.keys = keys
        self.duplicates: tuple[Duplicate, ...] = ()
        self.style = style

    def child(self, step: str | int) -> Node | None:
        """The value under a key or at an index, or None."""
        children = self.children
        if isinstance(children, dict):
            return children.get(str(step))
        if isinstance(children, list) and isinstance(step, int) and 0 <= step < len(children):
            return children[step]
        return None

    def at(self, path: FieldPath) -> Node | None:
        """The value at a path below this node, or None where nothing was written."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node


class Document(NamedTuple):
    """One document of a stream that is not empty.

    `line` and `index` are what comes before its chunk in the whole text (0-based lines, code
    points), to be added to every mark. `origin` is the path a `# Source:` comment gives.
    """

    number: int
    node: Node
    line: int
    index: int
    origin: str = ""

    @property
    def data(self) -> Json:
        """The document as JSON data."""
        return self.node.data

    def span(self, node: Node) -> Span:
        """The lines and columns of a node in the whole file, 1-based. The only place that adds 1."""
        start, end = node.start, node.end
        return Span(
            self.line + start.line + 1, start.column + 1, self.line + end.line + 1, end.column + 1
        )

    def offsets(self, node: Node) -> tuple[int, int]:
        """The offsets of a node in the whole text, in code points, end exclusive."""
        return self.index + node.start.index, self.index + node.end.index
