"""Documents of a long text without their trees, which take more than ten times the memory of the text.

The data of a document is kept in few bytes, and its tree is read again for the few places that are
needed. The last document that was unpacked is kept, because rules ask for it several times.
"""

from __future__ import annotations

import marshal

from dslint.reader.nodes import Json, Node
from dslint.reader.problems import Limits
from dslint.values.typed import Final

_LONGEST: Final = 20_000
"""Longer documents keep their trees: reading one again for each of its findings would take too long."""


class Packer:
    """Packs the documents of one text that was read with some limits."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._node: tuple[int, Node] | None = None
        self._data: tuple[int, Json] | None = None

    def pack(self, node: Node, begin: int, length: int) -> Node | Packed:
        """Return what is kept of a document whose chunk begins at an offset: a short one is packed."""
        if length > _LONGEST:
            return node
        return Packed(self, begin, length, marshal.dumps(node.data))

    def node_of(self, begin: int, length: int) -> Node:
        """Read the tree of a chunk again."""
        if self._node is None or self._node[0] != begin:
            from dslint.reader.builder import build  # noqa: PLC0415 - the builder need not know of packing

            node = build(self._text[begin : begin + length], self._limits)
            assert node is not None  # noqa: S101 - the same text was read before
            self._node = begin, node
        return self._node[1]

    def data_of(self, begin: int, packed: bytes) -> Json:
        """Unpack the data of a chunk."""
        if self._data is None or self._data[0] != begin:
            self._data = begin, marshal.loads(packed)  # noqa: S302 - what this process packed
        return self._data[1]


class Packed:
    """One packed document: a `PackedTree`."""

    __slots__ = ("_begin", "_data", "_length", "_packer")

    def __init__(self, packer: Packer, begin: int, length: int, data: bytes) -> None:
        self._packer = packer
        self._begin = begin
        self._length = length
        self._data = data

    @property
    def node(self) -> Node:
        """The root node, with the data."""
        return self._packer.node_of(self._begin, self._length)

    @property
    def data(self) -> Json:
        """The data of the root node; nobody may change it."""
        return self._packer.data_of(self._begin, self._data)
