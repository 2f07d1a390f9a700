"""The object and field at a place of a text, and whether the place is on the field's name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dslint.reader.nodes import Node
from dslint.reader.objects import Manifest
from dslint.values.path import FieldPath
from dslint.values.span import Span


class Cursor(NamedTuple):
    """The innermost field at a place. `on_key` is true on the field's name, false on its value."""

    manifest: Manifest
    path: FieldPath
    node: Node
    on_key: bool

    @property
    def span(self) -> Span:
        """Return the span of the key or the value."""
        node = self.node
        if self.on_key:
            node = node.key(str(self.path[-1]))
        return self.manifest.document.span(node)


def cursor_at(manifests: Iterable[Manifest], offset: int) -> Cursor | None:
    """Return the field at an offset (code points of the whole text), or None between objects."""
    for manifest in manifests:
        at = offset - manifest.document.offset
        if manifest.node.start <= at <= manifest.node.end:
            return _innermost(manifest, at)
    return None


def _innermost(manifest: Manifest, at: int) -> Cursor | None:
    path: FieldPath = ()
    node = manifest.node
    while True:
        step = _step(node, at)
        if step is None:
            return Cursor(manifest, path, node, on_key=False) if path else None
        name, child, on_key = step
        path = (*path, name)
        if on_key:
            return Cursor(manifest, path, child, on_key=True)
        node = child


def _step(node: Node, at: int) -> tuple[str | int, Node, bool] | None:
    """Return the child that contains the place."""
    if isinstance(node.children, dict):
        for name, child in node.children.items():
            if child.key_start <= at <= child.key_end and child.key_start >= 0:
                return name, child, True
            if child.start <= at <= child.end:
                return name, child, False
    elif isinstance(node.children, list):
        for index, child in enumerate(node.children):
            if child.start <= at <= child.end:
                return index, child, False
    return None
