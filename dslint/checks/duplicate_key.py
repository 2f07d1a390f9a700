"""A duplicate key in a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.reader.nodes import Node
from dslint.values.path import FieldPath
from dslint.values.typed import Any
from dslint.values.words import listed

_NAMES = ("mountPath", "name", "containerPort", "key")
"""The fields that identify the items of a pod's lists, in order of preference."""

_LONGEST = 40
_ALIAS = "*"


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the key that kubectl keeps, and say what the dropped one contains, and where it is."""
    if not _says_a_key_twice(subject.node):
        return
    seen: set[int] = set()
    for path, node in _mappings(subject.node):
        for duplicate in node.duplicates:
            if duplicate.dropped_key.start in seen:
                continue  # met before by way of a merge key
            seen.add(duplicate.dropped_key.start)
            line = subject.document.span(duplicate.dropped_key).line
            values = {"key": duplicate.key, "line": line, "lost": _lost(duplicate.dropped.data)}
            yield Hit((*path, duplicate.key), values, anchor="key")


def _says_a_key_twice(root: Node) -> bool:
    """Whether the manifest has any duplicate key; nearly none has, and building paths is expensive."""
    waiting = [root]
    for node in waiting:
        children = node.children
        if children is None or node.style == _ALIAS:
            continue
        if isinstance(children, list):
            waiting += children
        elif node.duplicates:
            return True
        else:
            waiting += children.values()
    return False


def _lost(data: Any) -> str:
    """Describe a value in a few words: names of items, keys, or the value itself."""
    if isinstance(data, list):
        return listed([_name(item) for item in data]) or "an empty list"
    if isinstance(data, dict):
        return listed(list(data)) or "an empty mapping"
    return "nothing" if data in (None, "") else _short(data)


def _name(item: Any) -> str:
    if isinstance(item, dict):
        return next((_short(item[key]) for key in _NAMES if item.get(key)), listed(list(item)))
    return _short(item)


def _short(data: Any) -> str:
    line = str(data).partition("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _mappings(root: Node) -> Iterator[tuple[FieldPath, Node]]:
    waiting: list[tuple[FieldPath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if node.style == _ALIAS:
            continue
        if isinstance(node.children, dict):
            yield path, node
            waiting.extend(((*path, key), child) for key, child in node.children.items())
        elif isinstance(node.children, list):
            waiting.extend(((*path, index), child) for index, child in enumerate(node.children))
