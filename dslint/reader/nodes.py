"""A YAML document as kubectl understands it: JSON data, and for every piece the place it was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dslint.reader.lines import Lines
from dslint.values.path import FieldPath
from dslint.values.span import Span

Json = Any
"""None, bool, int, float, str, list[Json] or dict[str, Json]."""


class Duplicate(NamedTuple):
    """A key said twice in one mapping: kubectl keeps the last and drops the earlier one silently."""

    key: str
    dropped_key: Node
    kept_key: Node


class Node:
    """One value of a document.

    data        the JSON data of this value and all below it (shared with the children's data)
    start, end  where the value is written: code points from the start of its chunk, end
                exclusive, without anchor and tag; for an alias the place of the alias
    children    key -> Node for a mapping, list of Nodes for a sequence, None for a scalar
    keys        key -> Node of the key itself; None for anything but a mapping
    duplicates  keys said twice in this mapping, usually ()
    style       how it is written: "" plain or block, one of ' " | > for scalars, { or [ in flow
                style, * for an alias (whose children lie where the anchor is)

    The entries a merge key brings in are children like the others; they lie where the anchor is.
    """

    __slots__ = ("children", "data", "duplicates", "end", "keys", "start", "style")

    def __init__(
        self,
        data: Json,
        start: int,
        end: int,
        children: dict[str, Node] | list[Node] | None = None,
        keys: dict[str, Node] | None = None,
        style: str = "",
    ) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.children = children
        self.keys = keys
        self.duplicates: Sequence[Duplicate] = ()
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

    `number` counts those from 0. `index` is what comes before its chunk in the text (code
    points), to be added to the places of its nodes. `origin` is the path a `# Source:` comment
    gives.
    """

    number: int
    node: Node
    index: int
    lines: Lines
    origin: str = ""

    @property
    def data(self) -> Json:
        """The document as JSON data."""
        return self.node.data

    @property
    def line(self) -> int:
        """The 1-based line the document's content begins at."""
        return self.lines.place(self.index + self.node.start)[0]

    def offsets(self, node: Node) -> tuple[int, int]:
        """The offsets of a node in the whole text, in code points, end exclusive."""
        return self.index + node.start, self.index + node.end

    def span(self, node: Node) -> Span:
        """The lines and columns of a node in the whole text, 1-based."""
        return self.lines.span(self.index + node.start, self.index + node.end)
