"""Sort a JSON dump by kind: nodes and pods are decoded fast, everything else is read with its places."""

from __future__ import annotations

from mmap import mmap

import msgspec

from dslint.planner.checked_reader import Writing
from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory.contents import Contents, Source, Sourced
from dslint.planner.inventory.json_lists import Item, read_items
from dslint.planner.inventory.objects import read_node
from dslint.planner.inventory.offset_lines import LinesBelow
from dslint.planner.inventory.pods import Pod, pod_of
from dslint.planner.inventory.pods_json import decode_pod
from dslint.planner.nodes import Node
from dslint.planner.pools import formats
from dslint.reader.nodes import Document
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream

_AT_ONCE = 1 << 24


def read_json(source: Source) -> Contents | None:
    """Sort a JSON list by kind; None if the text is not a JSON list. Raises InventoryError."""
    found = read_items(source.content, source.file)
    if found is None:
        return None
    nodes: list[Node] = []
    pods: list[Pod] = []
    objects: list[Sourced] = []
    declared: list[Sourced] = []
    pods_seen = 0
    finder = _Finder(source.content, source.file)
    for item in found:
        if isinstance(item, Node):
            nodes.append(item)
        elif item.kind == "Pod":
            pods_seen += 1
            pod = _pod(item.raw)
            if pod is not None:
                pods.append(pod)
        elif item.kind == "Node":
            nodes.append(_slowly(source, finder.document(item)))
        else:
            document = finder.document(item)
            for manifest in objects_of(document):
                kept = declared if formats.belongs_to_a_pool(manifest) else objects
                kept.append(Sourced(source.file, manifest))
    if nodes:
        objects = [sourced._replace(dumped=True) for sourced in objects]
    return Contents(tuple(nodes), tuple(pods), tuple(objects), pods_seen=pods_seen, declared=tuple(declared))


def _pod(raw: msgspec.Raw) -> Pod | None:
    try:
        return decode_pod(raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        try:
            data = msgspec.json.decode(raw)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None
        return pod_of(data) if isinstance(data, dict) else None


def _slowly(source: Source, document: Document) -> Node:
    """Read a node that does not fit the structs, to report the place of the error."""
    writing = Writing(source.file, document)
    node = read_node(writing, document.node)
    if node is None:
        raise InventoryError(writing.faults)
    return node


class _Finder:
    """Find items in the whole text, from front to back, and count the lines before them once."""

    def __init__(self, content: bytes | mmap, file: str) -> None:
        self.content = content
        self.file = file
        self.offset = 0
        self.line = 0

    def document(self, item: Item) -> Document:
        """Return the item as a document with its places in the whole text. Raises InventoryError."""
        raw = bytes(item.raw)
        start = max(self.content.find(raw, self.offset), self.offset)
        self._count_lines(start)
        margin = start - (self.content.rfind(b"\n", 0, start) + 1)
        stream = read_stream(raw.decode("utf-8", "replace"))
        if not stream.documents:
            why = stream.error.message if stream.error is not None else "it is empty"
            fault = Fault(self.file, self.line + 1, margin + 1, f"this item cannot be read: {why}")
            raise InventoryError([fault])
        document = stream.documents[0]
        return document._replace(lines=LinesBelow(document.lines.text, self.line, margin))

    def _count_lines(self, start: int) -> None:
        while self.offset < start:
            end = min(start, self.offset + _AT_ONCE)
            self.line += self.content[self.offset : end].count(b"\n")
            self.offset = end
