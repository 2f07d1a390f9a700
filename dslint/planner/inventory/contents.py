"""What a cluster, or the files beside the manifests, tell a plan: Nodes, Pods and other objects by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from mmap import mmap
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.planner.checked_reader import Writing, kind_of
from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory import yaml_lists as inventory_yaml
from dslint.planner.inventory.compact import is_compact, read_compact
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.kubectl_tables import pasted_table
from dslint.planner.inventory.objects import read_node
from dslint.planner.inventory.offset_lines import LinesBelow
from dslint.planner.inventory.pods import Pod, pod_of
from dslint.planner.nodes import Node
from dslint.planner.pools import formats
from dslint.reader.nodes import Document
from dslint.reader.nodes import Node as Written
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream

ACCEPTED = (
    "accepted: the output of kubectl get nodes -o json or -o yaml, or a file with nodes: or pools: "
    "(see dslint inventory --help)"
)
_OF_NODES_ONLY = ("nodeInfo", "allocatable", "capacity", "daemonEndpoints")


class Source(NamedTuple):
    """One input: its name as people know it, and what is in it."""

    file: str
    content: bytes | mmap


class Sourced(NamedTuple):
    """An object other than a Node or a Pod, and the file it is written in."""

    file: str
    manifest: Manifest


class Contents(NamedTuple):
    """All that was found, in the order of the input.

    objects    all others, but for those in `declared`
    pods_seen  all Pods, also those that use nothing
    declared   what declares pools of nodes, and what such declarations refer to
    declared_before  the same as it was before, where the input is a plan of changes
    strange    what is neither an object nor an inventory, in words
    notes      what was assumed of the nodes
    """

    nodes: tuple[Node, ...] = ()
    pods: tuple[Pod, ...] = ()
    objects: tuple[Sourced, ...] = ()
    pods_seen: int = 0
    strange: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    declared: tuple[Sourced, ...] = ()
    declared_before: tuple[Sourced, ...] | None = None

    def __add__(self, other: Contents) -> Contents:  # type: ignore[override]
        """Both, one after the other."""
        return Contents(
            self.nodes + other.nodes,
            self.pods + other.pods,
            self.objects + other.objects,
            self.pods_seen + other.pods_seen,
            self.strange + other.strange,
            self.notes + other.notes,
            self.declared + other.declared,
            _both_before(self, other),
        )


def _both_before(one: Contents, other: Contents) -> tuple[Sourced, ...] | None:
    """What was declared before; an input that does not tell has not changed."""
    if one.declared_before is None and other.declared_before is None:
        return None
    parts = (part.declared if part.declared_before is None else part.declared_before for part in (one, other))
    return tuple(sourced for part in parts for sourced in part)


def read_contents(source: Source) -> Contents:
    """Sort out one input by kind. Raises InventoryError for what cannot be read or used."""
    if source.content[:1] in (b"{", b"[") or source.content[:64].lstrip()[:1] in (b"{", b"["):
        from dslint.planner.inventory.contents_json import read_json  # noqa: PLC0415 - loads msgspec
        from dslint.planner.inventory.contents_terraform import (  # noqa: PLC0415 - same
            is_terraform,
            read_terraform,
        )

        contents = read_terraform(source) if is_terraform(source.content) else read_json(source)
        if contents is not None:
            return contents
    return read_written(source)


def read_written(source: Source) -> Contents:
    """Sort out one input by kind, keeping lines and columns. Raises InventoryError."""
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
    """A long list item by item; None where it is none that can be cut. Raises InventoryError."""
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
    return gathered.contents()


def contents_of(file: str, documents: Iterable[Document], *, compact: bool = True) -> Contents:
    """Sort out documents by kind, compact inventories only where asked for. Raises InventoryError."""
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
    """What was found so far in one file."""

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

    def add(self, writing: Writing, *, compact: bool, kind: str = "") -> None:
        """Sort out one document; `kind` is what its objects are that say none."""
        root = writing.document.node
        if is_compact(root.data):
            if compact:
                self.nodes.extend(read_compact(writing))
        else:
            self._objects(writing, root, kind)
        self.faults.extend(writing.faults)
        self.notes.extend(note for note in writing.notes if note not in self.notes)

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
        )


def _listed(root: Written) -> list[Written]:
    """The items of a plain list, and of a mapping that says no kind but has `items`; else the root itself."""
    plain = root
    if isinstance(root.data, dict) and "kind" not in root.data:
        plain = root.child("items") or root
    return plain.children if isinstance(plain.children, list) else [root]


def _objects(writing: Writing, root: Written) -> Iterator[Manifest]:
    """The objects of a mapping; the items of a list like NodeList need not say their kind."""
    listed = str(root.data.get("kind", "")).removesuffix("List")
    for manifest in objects_of(writing.document._replace(node=root)):
        if not manifest.name.kind and manifest.node is not root:
            yield manifest._replace(name=manifest.name._replace(kind=listed))
        else:
            yield manifest


def _looks_like_node(data: Mapping[str, Any]) -> bool:
    """Whether an object that says no kind is a Node: some tools save them so."""
    status = mapping(data, "status")
    return bool(text(data, "metadata", "name")) and any(name in status for name in _OF_NODES_ONLY)


def inventory_of(contents: Contents, files: Iterable[str] = ()) -> Inventory:
    """The nodes and pools as an inventory.

    Raises InventoryError for two nodes of one name, and for a declaration of a pool that cannot be used.
    """
    seen: dict[str, Node] = {}
    faults = []
    for node in contents.nodes:
        other = seen.setdefault(node.name, node)
        if other is not node:
            place = node.place
            message = f"node {node.name} is here twice; the other is at {other.place}"
            faults.append(Fault(place.file, place.line, 1 if place.line else 0, message))
    declared = formats.pools_of(contents.declared)
    faults.extend(declared.faults)
    if faults:
        raise InventoryError(faults)
    notes = tuple(dict.fromkeys(contents.notes))
    return Inventory(contents.nodes, tuple(files), notes, declared.pools)


def not_an_inventory(source: Source, contents: Contents) -> Fault | None:
    """Why an input named as an inventory is none; None where it has a node, or an empty list of them."""
    if contents.nodes or contents.declared:
        return None
    if contents.pods_seen:
        message = (
            f"this holds {contents.pods_seen} Pods and no Node; give it as --pods {source.file}, and "
            "the nodes as kubectl get nodes -o json prints them"
        )
        return Fault(source.file, 1, 1, message)
    if contents.strange:
        return contents.strange[0]
    if contents.objects:
        first = contents.objects[0].manifest
        span = first.document.span(first.node)
        return Fault(
            source.file, span.line, span.column, f"this is a {first.name.kind}, not an inventory; {ACCEPTED}"
        )
    return None
