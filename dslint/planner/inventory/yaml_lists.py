"""Read long YAML lists from kubectl item by item.

A whole dump as one document would take minutes and gigabytes. kubectl writes every item of a list at a dash
in the first column, so the text can be split there. In Nodes and Pods, fields that no plan needs (images,
managedFields, annotations) are blanked before YAML is read. Lines and columns stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LIST = re.compile(r"(?:---\n|#.*\n|[A-Za-z]+: .*\n)*items:\n(?=- )")
_ITEM = re.compile(r"^- ", re.MULTILINE)
_AFTER = re.compile(r"^[A-Za-z-]+:|^---|^\.\.\.", re.MULTILINE)
_LIST_KIND = re.compile(r"^kind: (\w+)List\s*$", re.MULTILINE)
_KIND = re.compile(r"^  kind: (\w+)\s*$", re.MULTILINE)
_UNASKED = re.compile(
    r"^( {4})(?:managedFields|annotations|images|volumesInUse|volumesAttached|containerStatuses):\n"
    r"(?:\1[ -].*\n|\n)+",
    re.MULTILINE,
)
_BLANKED_KINDS = ("Node", "Pod")
LEAST = 200_000
"""Shorter texts are read in one piece."""


class Item(NamedTuple):
    """One item of a list: its text at its columns, the number of lines above, and its default kind."""

    text: str
    above: int
    kind: str


def items_of(text: str) -> Iterator[Item] | None:
    """Return the items of a kubectl list; None if the text is anything else."""
    head = _LIST.match(text)
    if head is None:
        return None
    tail = _AFTER.search(text, head.end())
    end = tail.start() if tail is not None else len(text)
    if tail is not None and ("\nitems:" in text[end:] or "\n---" in text[end:]):
        return None
    kind = _LIST_KIND.search(text, end) or _LIST_KIND.search(text, 0, head.end())
    return _items(text, head.end(), end, kind[1] if kind is not None else "")


def _items(text: str, begin: int, end: int, kind: str) -> Iterator[Item]:
    starts = [found.start() for found in _ITEM.finditer(text, begin, end)]
    above = text.count("\n", 0, begin)
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        item = "  " + text[start + 2 : stop]
        yield Item(_without_unasked(item), above, kind)
        above += item.count("\n")


def _without_unasked(item: str) -> str:
    kind = _KIND.search(item)
    if kind is not None and kind[1] not in _BLANKED_KINDS:
        return item
    return _UNASKED.sub(lambda found: "\n" * found[0].count("\n"), item)
