"""The Kubernetes objects of a document: itself, or the items of a List."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.reader.nodes import Document, Json, Node
from dslint.values.finding import ObjectName


class Manifest(NamedTuple):
    """One object as written, with the document it lies in and its node there."""

    document: Document
    node: Node
    name: ObjectName

    @property
    def data(self) -> dict[str, Json]:
        """The object as JSON data."""
        data = self.node.data
        return data if isinstance(data, dict) else {}


def objects_of(document: Document) -> Iterator[Manifest]:
    """Every object of a document; those in `items` of any `…List` one by one, nested lists too."""
    waiting = [document.node]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.data, dict):
            continue
        items = node.child("items")
        if str(node.data.get("kind", "")).endswith("List") and items is not None and isinstance(items.children, list):
            waiting.extend(reversed(items.children))
            continue
        yield Manifest(document, node, _name(node.data))


def _name(data: dict[str, Json]) -> ObjectName:
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return ObjectName(
        *(_text(value) for value in (data.get("apiVersion"), data.get("kind"), metadata.get("namespace"), metadata.get("name")))
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
