"""Sort a YAML text (or JSON read as YAML) by kind, with lines and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dslint.kubernetes.access import mapping, text
from dslint.planner.checked_reader import Writing, kind_of
from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory import yaml_lists as inventory_yaml
from dslint.planner.inventory.compact import is_compact, read_compact, read_configs, read_sizes
from dslint.planner.inventory.contents import ACCEPTED, Contents, Source, Sourced
from dslint.planner.inventory.kubectl_tables import pasted_table
from dslint.planner.inventory.objects import read_node
from dslint.planner.inventory.offset_lines import LinesBelow
from dslint.planner.inventory.pods import Pod, pod_of
from dslint.planner.nodes import Allocatable, Node
from dslint.planner.pools import formats
from dslint.reader.nodes import Document
from dslint.reader.nodes import Node as Written
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream

_OF_NODES_ONLY = ("nodeInfo", "allocatable", "capacity", "daemonEndpoints")


def read_written(source: Source) -> Contents:
    """Sort one input by kind, with lines and columns. Raises InventoryError."""
    if len(source.content) >= inventory_yaml.LEAST:
        contents = _read_long_list(source)
        if contents is not None:
            return contents
    stream = read_stream(bytes(source.content))
    pasted = pasted_table(stream.text)
    if pasted:
        raise InventoryError([Fault(source.file, 1, 1, pasted)])
    if stream.error is None:
        return contents_of(source.file, stream.documents)
    error = stream.error
    fault = Fault(source.file, error.line, error.column, f"cannot be read as YAML: {error.message}")
    raise InventoryError([*_faults_before(source.file, stream.documents), fault])


def _read_long_list(source: Source) -> Contents | None:
    """Read a long list item by item; None if it cannot be split. Raises InventoryError."""
    items = inventory_yaml.items_of(bytes(source.content).decode("utf-8", "replace").replace("\r\n", "\n"))
    if items is None:
        return None
    gathered = _Gathered(source.file)
    for item in items:
        stream = read_stream(item.text)
        if stream.error is not None:
            line = stream.error.line + item.above
            words = f"cannot be read as YAML: {stream.error.message}"
            gathered.faults.append(Fault(source.file, line, stream.error.column, words))
        for document in stream.documents:
            below = document._replace(lines=LinesBelow(document.lines.text, item.above))
            gathered.add(Writing(source.file, below), compact=False, kind=item.kind)
    if gathered.faults:
        raise InventoryError(gathered.faults)
    gathered.mark_dump(0, 0)
    return gathered.contents()


def contents_of(file: str, documents: Iterable[Document], *, compact: bool = True) -> Contents:
    """Sort documents by kind; compact inventories only on request. Raises InventoryError."""
    gathered = _Gathered(file)
    for document in documents:
        gathered.add(Writing(file, document), compact=compact)
    if gathered.faults:
        raise InventoryError(gathered.faults)
    return gathered.contents()


def _faults_before(file: str, documents: Iterable[Document]) -> tuple[Fault, ...]:
    try:
        contents_of(file, documents)
    except InventoryError as error:
        return error.faults
    return ()


class _Gathered:
    """Everything found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.nodes: list[Node] = []
        self.pods: list[Pod] = []
        self.objects: list[Sourced] = []
        self.declared: list[Sourced] = []
        self.strange: list[Fault] = []
        self.pods_seen = 0
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self.sizes: dict[str, Allocatable] = {}

    def add(self, writing: Writing, *, compact: bool, kind: str = "") -> None:
        """Sort one document; `kind` is the kind of its objects without a kind."""
        root = writing.document.node
        if is_compact(root.data):
            if compact:
                self.nodes.extend(read_compact(writing))
                self.sizes |= read_sizes(writing)
                self.declared.extend(Sourced(self.file, config) for config in read_configs(writing))
        else:
            objects, nodes = len(self.objects), len(self.nodes)
            self._objects(writing, root, kind)
            if _is_list(root):
                self.mark_dump(objects, nodes)
        self.faults.extend(writing.faults)
        self.notes.extend(note for note in writing.notes if note not in self.notes)

    def mark_dump(self, objects: int, nodes: int) -> None:
        """Mark what came after this many objects and nodes as one List; with Nodes, it is a dump."""
        if len(self.nodes) > nodes:
            dumped = [sourced._replace(dumped=True) for sourced in self.objects[objects:]]
            self.objects[objects:] = dumped

    def _objects(self, writing: Writing, root: Written, kind: str) -> None:
        for item in _listed(root):
            if isinstance(item.data, dict):
                for manifest in _objects(writing, item):
                    self._object(writing, manifest, kind)
            else:
                self._strange(writing, item)

    def _object(self, writing: Writing, manifest: Manifest, default: str) -> None:
        kind = manifest.name.kind or default or ("Node" if _looks_like_node(manifest.data) else "")
        if kind == "Node":
            node = read_node(writing, manifest.node)
            if node is not None:
                self.nodes.append(node)
        elif kind == "Pod":
            self.pods_seen += 1
            pod = pod_of(manifest.data)
            if pod is not None:
                self.pods.append(pod)
        elif formats.belongs_to_a_pool(manifest):
            self.declared.append(Sourced(self.file, manifest))
        elif kind:
            self.objects.append(Sourced(self.file, manifest))
        else:
            self._strange(writing, manifest.node)

    def _strange(self, writing: Writing, node: Written) -> None:
        span = writing.document.span(node)
        words = f"this is {kind_of(node.data)}{' without a kind' if isinstance(node.data, dict) else ''}"
        fault = Fault(self.file, span.line, span.column, f"{words}, not an inventory; {ACCEPTED}")
        self.strange.append(fault)

    def contents(self) -> Contents:
        return Contents(
            tuple(self.nodes),
            tuple(self.pods),
            tuple(self.objects),
            self.pods_seen,
            tuple(self.strange),
            tuple(self.notes),
            tuple(self.declared),
            sizes=self.sizes,
        )


def _is_list(root: Written) -> bool:
    return not isinstance(root.data, dict) or "items" in root.data


def _listed(root: Written) -> list[Written]:
    """Return the items of a list, or of a mapping without a kind but with `items`; otherwise the root."""
    plain = root
    if isinstance(root.data, dict) and "kind" not in root.data:
        plain = root.child("items") or root
    return plain.children if isinstance(plain.children, list) else [root]


def _objects(writing: Writing, root: Written) -> Iterator[Manifest]:
    """Yield the objects of a mapping; items of a list such as NodeList may lack their kind."""
    listed = str(root.data.get("kind", "")).removesuffix("List")
    for manifest in objects_of(writing.document._replace(tree=root)):
        if not manifest.name.kind and manifest.node is not root:
            yield manifest._replace(name=manifest.name._replace(kind=listed))
        else:
            yield manifest


def _looks_like_node(data: Mapping[str, Any]) -> bool:
    """Whether an object without a kind is a Node: some tools save nodes like that."""
    status = mapping(data, "status")
    return bool(text(data, "metadata", "name")) and any(name in status for name in _OF_NODES_ONLY)
