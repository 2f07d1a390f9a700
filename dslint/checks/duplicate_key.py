"""A key that is written twice in one mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.reader.nodes import Node
from dslint.values.path import FieldPath


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the key that kubectl keeps, and name the line of the one it drops."""
    for path, node in _mappings(subject.node):
        for duplicate in node.duplicates:
            line = subject.document.span(duplicate.dropped_key).line
            yield Hit((*path, duplicate.key), {"key": duplicate.key, "line": line}, anchor="key")


def _mappings(root: Node) -> Iterator[tuple[FieldPath, Node]]:
    waiting: list[tuple[FieldPath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node.children, dict):
            yield path, node
            waiting.extend(((*path, key), child) for key, child in node.children.items())
        elif isinstance(node.children, list):
            waiting.extend(((*path, index), child) for index, child in enumerate(node.children))
