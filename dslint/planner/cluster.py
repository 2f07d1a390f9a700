"""What a cluster, or the files beside the manifests, tell a plan: Nodes, Pods and other objects by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from mmap import mmap
from typing import NamedTuple

from dslint.planner.faults import Fault, InventoryError
from dslint.planner.inventory_compact import is_compact, read_compact
from dslint.planner.inventory_objects import read_node
from dslint.planner.nodes import Inventory, Node
from dslint.planner.pasted import pasted_table
from dslint.planner.pods import Pod, pod_of
from dslint.planner.written import Writing, kind_of
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream

ACCEPTED = (
    "accepted: the output of kubectl get nodes -o json or -o yaml, or a file with nodes: or pools: "
    "(see dslint inventory --help)"
)


class Source(NamedTuple):
    """One input: its name as people know it, and what is in it."""

    file: str
    content: bytes | mmap


class Sourced(NamedTuple):
    """An object other than a Node or a Pod, and the file it is written in."""

    file: str
    manifest: Manifest


class Contents(NamedTuple):
    """All that was found, in the order of the input. `pods_seen` counts those that use nothing, too."""

    nodes: tuple[Node, ...] = ()
    pods: tuple[Pod, ...] = ()
    objects: tuple[Sourced, ...] = ()
    pods_seen: int = 0

    def __add__(self, other: Contents) -> Contents:  # type: ignore[override]
        """Both, one after the other."""
        return Contents(
            self.nodes + other.nodes,
            self.pods + other.pods,
            self.objects + other.objects,
            self.pods_seen + other.pods_seen,
        )


def read_contents(source: Source) -> Contents:
    """Sort out one input by kind. Raises InventoryError for what cannot be read or used."""
    if source.content[:1] in (b"{", b"[") or source.content[:64].lstrip()[:1] in (b"{", b"["):
        from dslint.planner.cluster_json import read_json  # noqa: PLC0415 - loads msgspec

        contents = read_json(source)
        if contents is not None:
            return contents
    return read_written(source)


def read_written(source: Source) -> Contents:
    """Sort out one input by kind, keeping lines and columns. Raises InventoryError."""
    stream = read_stream(bytes(source.content))
    pasted = pasted_table(stream.text)
    if pasted:
        raise InventoryError([Fault(source.file, 1, 1, pasted)])
    gathered = _Gathered(source.file)
    for document in stream.documents:
        gathered.add(Writing(source.file, document))
    if stream.error is not None:
        error = stream.error
        message = f"cannot be read as YAML: {error.message}"
        gathered.faults.append(Fault(source.file, error.line, error.column, message))
    return gathered.contents()


class _Gathered:
    """What was found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.nodes: list[Node] = []
        self.pods: list[Pod] = []
        self.objects: list[Sourced] = []
        self.pods_seen = 0
        self.faults: list[Fault] = []

    def add(self, writing: Writing) -> None:
        if is_compact(writing.document.data):
            self.nodes.extend(read_compact(writing))
        else:
            for manifest in _objects(writing):
                self._object(writing, manifest)
        self.faults.extend(writing.faults)

    def _object(self, writing: Writing, manifest: Manifest) -> None:
        kind = manifest.name.kind
        if kind == "Node":
            node = read_node(writing, manifest.node)
            if node is not None:
                self.nodes.append(node)
        elif kind == "Pod":
            self.pods_seen += 1
            pod = pod_of(manifest.data)
            if pod is not None:
                self.pods.append(pod)
        else:
            self.objects.append(Sourced(self.file, manifest))

    def contents(self) -> Contents:
        if self.faults:
            raise InventoryError(self.faults)
        return Contents(tuple(self.nodes), tuple(self.pods), tuple(self.objects), self.pods_seen)


def _objects(writing: Writing) -> Iterator[Manifest]:
    """The objects of a document; the items of a plain list, and of a NodeList whose items say no kind."""
    root = writing.document.node
    if isinstance(root.children, list):
        for one in root.children:
            yield from objects_of(writing.document._replace(node=one))
        return
    listed = str(root.data.get("kind", "")).removesuffix("List") if isinstance(root.data, dict) else ""
    for manifest in objects_of(writing.document):
        if manifest.name.kind:
            yield manifest
        elif listed and manifest.node is not root:
            yield manifest._replace(name=manifest.name._replace(kind=listed))


def inventory_of(contents: Contents, files: Iterable[str] = ()) -> Inventory:
    """The nodes as an inventory. Raises InventoryError when a name is there twice."""
    seen: dict[str, Node] = {}
    faults = []
    for node in contents.nodes:
        other = seen.setdefault(node.name, node)
        if other is not node:
            place = node.place
            message = f"node {node.name} is here twice; the other is at {other.place}"
            faults.append(Fault(place.file, place.line, 1 if place.line else 0, message))
    if faults:
        raise InventoryError(faults)
    return Inventory(contents.nodes, tuple(files))


def not_an_inventory(source: Source, contents: Contents) -> Fault | None:
    """Why an input named as an inventory is none; None where it has a node, or an empty list of them."""
    if contents.nodes:
        return None
    if contents.pods_seen:
        message = (
            f"this holds {contents.pods_seen} Pods and no Node; give it as --pods {source.file}, and "
            "the nodes as kubectl get nodes -o json prints them"
        )
        return Fault(source.file, 1, 1, message)
    if contents.objects:
        first = contents.objects[0].manifest
        span = first.document.span(first.node)
        what = first.name.kind or kind_of(first.data)
        return Fault(source.file, span.line, span.column, f"this is a {what}, not an inventory; {ACCEPTED}")
    return None
