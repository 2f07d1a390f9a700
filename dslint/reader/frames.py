"""What is being built while a document is read: one frame for every open mapping or list."""

from __future__ import annotations

from dslint.reader.nodes import Duplicate, Json, Node
from dslint.reader.problems import Unreadable

MERGE = Node("<<", 0, 0)
"""Stands for the key of a merge while its value is read."""
_NO_KEY = Node("", 0, 0)
"""What a frame that has no keys says its key is: nobody asks it for one."""


class Root:
    """The frame around a document."""

    __slots__ = ("key", "node")

    def __init__(self) -> None:
        self.key: Node | None = _NO_KEY
        self.node: Node | None = None

    def add(self, node: Node) -> None:
        """Take the document's value."""
        self.node = node


class ListFrame:
    """An open list."""

    __slots__ = ("data", "items", "key", "node")

    def __init__(self, start: int, style: str) -> None:
        self.data: list[Json] = []
        self.items: list[Node] = []
        self.node = Node(self.data, start, start, self.items, None, style)
        self.key: Node | None = _NO_KEY

    def add(self, node: Node) -> None:
        """Take the next item."""
        self.items.append(node)
        self.data.append(node.data)
        self.node.end = node.end


class MappingFrame:
    """An open mapping. `key` is None while a key is expected, and else the key of the value to come."""

    __slots__ = ("children", "data", "key", "keys", "merged", "node")

    def __init__(self, start: int, style: str) -> None:
        self.data: dict[str, Json] = {}
        self.children: dict[str, Node] = {}
        self.keys: dict[str, Node] = {}
        self.node = Node(self.data, start, start, self.children, self.keys, style)
        self.key: Node | None = None
        self.merged: set[str] = set()

    def add(self, node: Node) -> None:
        """Take the next key or value."""
        key = self.key
        self.node.end = node.end
        if key is None:
            if node.children is not None:
                raise Unreadable(
                    "a mapping or list cannot be a key", node.start, rule="invalid-yaml", write=_QUOTE_BRACES
                )
            self.key = node
            return
        self.key = None
        if key is MERGE:
            self._merge(node)
            return
        name = key.data
        if name in self.keys and name not in self.merged:
            self._note_duplicate(name, key)
        self.keys[name] = key
        self.children[name] = node
        self.data[name] = node.data

    def _note_duplicate(self, name: str, key: Node) -> None:
        found = Duplicate(name, self.keys[name], key)
        if isinstance(self.node.duplicates, list):
            self.node.duplicates.append(found)
        else:
            self.node.duplicates = [found]

    def _merge(self, value: Node) -> None:
        """Bring in the entries of a `<<`: they replace what was said before them, not what follows.

        That is go-yaml's rule (`decoder.merge`), not the YAML specification's, by which a key
        written out always wins. Of a list of mappings the earlier one wins.
        """
        for source in reversed(_merge_sources(value)):
            assert isinstance(source.children, dict)  # noqa: S101 - what _merge_sources promises
            assert source.keys is not None  # noqa: S101 - so every mapping has keys
            self.children.update(source.children)
            self.keys.update(source.keys)
            self.data.update(source.data)
            self.merged.update(source.keys)


_QUOTE_BRACES = 'Put quotes around a value that begins with { or [, as in "{{ name }}".'


def _merge_sources(value: Node) -> list[Node]:
    """The mappings a `<<` names: one, or a list written out. Raises Unreadable."""
    sources = value.children if isinstance(value.children, list) and value.style != "*" else [value]
    for source in sources:
        if not isinstance(source.children, dict):
            raise Unreadable(
                "the merge key << takes a mapping, an alias of one, or a list of these",
                source.start,
                rule="invalid-yaml",
            )
    return sources
