"""The Kubernetes objects of a document: itself, or the items of a List.

Source: `FlattenListVisitor` and `unstructuredJSONScheme` as kubectl uses them (1.37).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern

from dslint.reader.nodes import Document, Json, Node
from dslint.values.finding import ObjectName
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.span import Span
from dslint.values.typed import NamedTuple


class Manifest(NamedTuple):
    """One object as written, with the document it lies in and its node there.

    `piece` is that node, or the path to it in a document whose tree is packed.
    `inherited` is what an item without kind and apiVersion inherits from its list: the kind of
    `DaemonSetList` without `List`. `judged_there` is True for an object of another text that the same run
    also judges.
    """

    document: Document
    piece: Node | FieldPath
    name: ObjectName
    inherited: tuple[tuple[str, str], ...] = ()
    judged_there: bool = False

    @property
    def node(self) -> Node:
        """The node of the object."""
        piece = self.piece
        if isinstance(piece, Node):
            return piece
        node = self.document.node.at(piece)
        assert node is not None  # noqa: S101 - the path was found in the same document
        return node

    def unpacked(self) -> Manifest:
        """Return the same with its tree in memory, for many places."""
        if isinstance(self.piece, Node):
            return self
        document = self.document._replace(tree=self.document.node)
        return self._replace(document=document, piece=self.node)

    @property
    def data(self) -> dict[str, Json]:
        """Return the object as JSON data."""
        piece = self.piece
        if isinstance(piece, Node):
            data = piece.data
        else:
            data = self.document.data
            for step in piece:
                data = data[step]
        if not isinstance(data, dict):
            return {}
        return {**dict(self.inherited), **data} if self.inherited else data


class Told(NamedTuple):
    """A problem in manifests that becomes a finding.

    manifest  the object it is about, if it is about one
    file      where the finding is shown
    span      the place, where it is not that of a field of the object
    """

    problem: Problem
    manifest: Manifest | None
    file: str
    span: Span | None = None


def objects_of(document: Document) -> Iterator[Manifest]:
    """Yield every object of a document: itself, or the items of any `…List`, including nested lists."""
    tree = document.tree
    root = tree if isinstance(tree, Node) else None
    waiting: list[tuple[Node | FieldPath, Json, tuple[str, str]]] = [(root or (), tree.data, ("", ""))]
    while waiting:
        piece, data, (list_version, list_kind) = waiting.pop()
        if not isinstance(data, dict):
            continue
        inherits = bool(list_kind) and not data.get("apiVersion") and not data.get("kind")
        version = list_version if inherits else _text(data, "apiVersion")
        kind = list_kind if inherits else _text(data, "kind")
        items = data.get("items")
        if kind.endswith("List") and isinstance(items, list):
            from_list = (version, kind.removesuffix("List"))
            pieces = zip(_items_of(piece, len(items)), items, strict=True)
            waiting.extend((inner, item, from_list) for inner, item in reversed(list(pieces)))
            continue
        metadata = data.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        name = ObjectName(
            intern(version), intern(kind), _text(metadata, "namespace"), _text(metadata, "name")
        )
        yield Manifest(document, piece, name, (("apiVersion", version), ("kind", kind)) if inherits else ())


def _items_of(piece: Node | FieldPath, number: int) -> Iterable[Node | FieldPath]:
    """Return the items of a list object, as nodes or as paths."""
    if not isinstance(piece, Node):
        return ((*piece, "items", index) for index in range(number))
    items = piece.child("items")
    return items.children if items is not None and isinstance(items.children, list) else ()


def _text(data: dict[str, Json], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
