"""A YAML document as kubectl understands it: JSON data, with the place of every value."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.reader.lines import Lines
from dslint.values.path import FieldPath
from dslint.values.span import Span
from dslint.values.typed import Any, NamedTuple, Protocol

Json = Any
"""None, bool, int, float, str, list[Json] or dict[str, Json]."""


class Node(NamedTuple):
    """One value of a document.

    data                the JSON data of this value and all below it (shared with the children's)
    start, end          where the value is written: code points from the start of its chunk, end
                        exclusive, without anchor and tag; for an alias the place of the alias
    children            key -> Node for a mapping, list of Nodes for a sequence, None for a scalar
    style               how it is written: "" plain or block, one of ' " | > for scalars, { or [ in
                        flow style, * for an alias (whose children lie where the anchor is)
    key_start, key_end  where the key of this value is written; -1 for list items and the root

    The entries a merge key brings in are children like the others; they lie where the anchor is.
    """

    data: Json
    start: int
    end: int
    children: dict[str, Node] | list[Node] | None = None
    style: str = ""
    key_start: int = -1
    key_end: int = -1

    @property
    def duplicates(self) -> Sequence[Duplicate]:
        """Return the duplicate keys of this mapping."""
        return self.children.duplicates if isinstance(self.children, Entries) else ()

    @property
    def keys(self) -> dict[str, Node] | None:
        """Return key -> Node of the key itself; None for anything but a mapping."""
        if not isinstance(self.children, dict):
            return None
        return {name: child.key(name) for name, child in self.children.items()}

    def key(self, name: str) -> Node:
        """Return the key of this value as a node; `name` is the key."""
        return Node(name, self.key_start, self.key_end)

    def child(self, step: str | int) -> Node | None:
        """Return the value under a key or at an index, or None."""
        children = self.children
        if isinstance(children, list):
            return children[step] if isinstance(step, int) and 0 <= step < len(children) else None
        return children.get(str(step)) if children is not None else None

    def at(self, path: FieldPath) -> Node | None:
        """Return the value at a path below this node, or None if nothing is written there."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node


class Duplicate(NamedTuple):
    """A duplicate key of a mapping: kubectl keeps the last one and silently drops the earlier one."""

    key: str
    dropped_key: Node
    kept_key: Node
    dropped: Node


class Entries(dict[str, Node]):
    """The children of a mapping with a duplicate key or a merge key; others have a plain dict."""

    __slots__ = ("duplicates", "merged")

    def __init__(self, children: dict[str, Node]) -> None:
        super().__init__(children)
        self.duplicates: list[Duplicate] = []
        self.merged: set[str] = set()

    def replace(self, key: str, node: Node) -> None:
        """Replace an existing key. Entries from a merge key may be replaced without a record."""
        if key not in self.merged:
            self.duplicates.append(Duplicate(key, self[key].key(key), node.key(key), self[key]))
        self[key] = node


class PackedTree(Protocol):
    """A tree that is not in memory: it is made again when somebody asks for it. See `packed`."""

    @property
    def node(self) -> Node:
        """The root node."""

    @property
    def data(self) -> Json:
        """The data of the root node."""


class Document(NamedTuple):
    """One document of a stream that is not empty.

    `number` counts these documents from 0. `tree` is the root node, or a packed tree that reads it again.
    `offset` is the position of its chunk in the text (code points), which is added to the places of its
    nodes. `origin` is the path in a `# Source:` comment.
    """

    number: int
    tree: Node | PackedTree
    offset: int
    lines: Lines
    origin: str = ""

    @property
    def node(self) -> Node:
        """The root node."""
        tree = self.tree
        return tree if isinstance(tree, Node) else tree.node

    @property
    def data(self) -> Json:
        """Return the document as JSON data."""
        return self.tree.data

    @property
    def line(self) -> int:
        """Return the 1-based line where the content of the document begins."""
        return self.lines.place(self.offset + self.node.start)[0]

    def offsets(self, node: Node) -> tuple[int, int]:
        """Return the offsets of a node in the whole text, in code points, end exclusive."""
        return self.offset + node.start, self.offset + node.end

    def span(self, node: Node) -> Span:
        """Return the lines and columns of a node in the whole text, 1-based."""
        return self.lines.span(self.offset + node.start, self.offset + node.end)
