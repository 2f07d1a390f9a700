"""Read JSON lists from `kubectl get -o json` fast: only fields that a plan needs are decoded.

Items are decoded into small structs; the other 95 % of a live dump (images, managedFields, annotations) never
becomes a Python object. In large lists, each item is first located as raw bytes. The slow readers, which know
lines and columns, handle items that do not fit the structs.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap
from typing import Any

import msgspec

from dslint.kubernetes.amounts import amount
from dslint.kubernetes.formats.names import label_key
from dslint.kubernetes.taints import UNHEALTHY, Taint
from dslint.planner.checked_reader import taint_faults
from dslint.planner.inventory.objects import make_node
from dslint.planner.nodes import Conditions, Node, Place

AT_ONCE = 1 << 28
"""Below this size all nodes are decoded together, which is faster; above it one by one, to save memory."""


class _Fields(msgspec.Struct, gc=False):
    """Base: unknown fields are skipped."""


class _Metadata(_Fields):
    name: str = ""
    labels: dict[str, str] | None = None


class _Taint(_Fields):
    key: str
    effect: str
    value: str | None = None


class _Condition(_Fields):
    type: str = ""
    status: str = ""


class _Spec(_Fields):
    taints: list[_Taint] | None = None
    unschedulable: bool | None = None


class _NodeInfo(_Fields):
    kubeletVersion: str = ""  # noqa: N815 - the API's own name


class _Status(_Fields):
    allocatable: dict[str, str | int | float] | None = None
    capacity: msgspec.Raw = msgspec.Raw()  # rarely wanted: allocatable is there
    conditions: list[_Condition] | None = None
    nodeInfo: _NodeInfo | None = None  # noqa: N815 - the API's own name


class _Node(_Fields):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    spec: _Spec | None = None
    status: _Status | None = None
    kind: str = ""


class _List(_Fields):
    items: list[msgspec.Raw]
    kind: str = ""


class _Nodes(_Fields):
    items: list[_Node]
    kind: str = ""


class _Kind(_Fields):
    kind: str = ""


_NOT_READ = (msgspec.DecodeError, ValueError, RecursionError)
"""The errors of msgspec for an unreadable text: invalid, not UTF-8, or nested too deep."""
_LIST = msgspec.json.Decoder(_List)
_NODES = msgspec.json.Decoder(_Nodes)
_NODE = msgspec.json.Decoder(_Node)
_KIND = msgspec.json.Decoder(_Kind)


def _capacity(status: _Status) -> dict[str, str | int | float] | None:
    """Return the capacity, which replaces a missing allocatable."""
    if status.allocatable is not None or not bytes(status.capacity):
        return status.allocatable
    return msgspec.json.decode(status.capacity, type=dict[str, str | int | float] | None)


class Item:
    """An item of a list that is not a readable Node: its kind and its bytes."""

    __slots__ = ("kind", "raw")

    def __init__(self, kind: str, raw: msgspec.Raw) -> None:
        self.kind = kind
        self.raw = raw


def read_items(content: bytes | mmap, file: str) -> Iterator[Node | Item] | None:
    """Return the Nodes of a JSON list, and the other items as bytes; None for any other text."""
    if len(content) < AT_ONCE:
        nodes = _all_nodes(content, file)
        if nodes is not None:
            return iter(nodes)
    try:
        decoded = _LIST.decode(content)
    except _NOT_READ:
        return None
    if not decoded.kind.endswith("List"):
        return None
    return _items(decoded.items, decoded.kind.removesuffix("List"), Place(file))


def _all_nodes(content: bytes | mmap, file: str) -> list[Node] | None:
    """Return the nodes of a list that contains nothing else; None if an item needs the slow reader."""
    try:
        decoded = _NODES.decode(content)
    except _NOT_READ:
        return None
    default = decoded.kind.removesuffix("List")
    if default == decoded.kind or any((item.kind or default) != "Node" for item in decoded.items):
        return None
    reader = _NodeReader(Place(file))
    try:
        return [reader.node(item) for item in decoded.items]
    except _NOT_READ:
        return None


def _items(raws: list[msgspec.Raw], default: str, place: Place) -> Iterator[Node | Item]:
    reader = _NodeReader(place)
    for raw in raws:
        try:
            data = _NODE.decode(raw)
            kind = data.kind or default
            yield reader.node(data) if kind == "Node" else Item(kind, raw)
        except _NOT_READ:
            yield Item(_kind(raw) or default, raw)


def _kind(raw: msgspec.Raw) -> str:
    try:
        return _KIND.decode(raw).kind
    except _NOT_READ:
        return ""


class _NodeReader:
    """Convert structs to nodes.

    Equal taints, allocatables and conditions share one object: this saves memory, and the planner groups
    nodes by them.
    """

    def __init__(self, place: Place) -> None:
        self.taints: dict[tuple[tuple[str, str, str], ...], tuple[Taint, ...]] = {(): ()}
        self.amounts: dict[tuple[tuple[str, Any], ...], dict[str, int] | None] = {}
        self.conditions: dict[Conditions, Conditions] = {(): ()}
        self.place = place

    def node(self, data: _Node) -> Node:
        """Return one node. Raises ValueError if anything about it is wrong."""
        spec = data.spec or _Spec()
        status = data.status or _Status()
        if not data.metadata.name:
            raise ValueError("no name")
        return make_node(
            data.metadata.name,
            data.metadata.labels or {},
            taints=self._taints(spec.taints or ()),
            allocatable=self._amounts(status.allocatable or _capacity(status)),
            conditions=self._conditions(status.conditions or ()),
            unschedulable=spec.unschedulable is True,
            kubelet=status.nodeInfo.kubeletVersion if status.nodeInfo is not None else "",
            place=self.place,
        )

    def _taints(self, written: list[_Taint] | tuple[()]) -> tuple[Taint, ...]:
        key = tuple((taint.key, taint.value or "", taint.effect) for taint in written)
        found = self.taints.get(key)
        if found is None:
            found = tuple(Taint(*parts) for parts in key)
            for taint in found:
                for fault in taint_faults(taint):
                    raise ValueError(fault)
            self.taints[key] = found
        return found

    def _amounts(self, written: dict[str, str | int | float] | None) -> dict[str, int] | None:
        if written is None:
            return None
        key = tuple(written.items())
        if key not in self.amounts:
            read: dict[str, int] = {}
            for name, quantity in key:
                number = amount(name, quantity)
                if number is None or number < 0 or label_key(name):
                    raise ValueError(name)
                read[name] = number
            self.amounts[key] = read
        return self.amounts[key]

    def _conditions(self, written: list[_Condition] | tuple[()]) -> Conditions:
        found = tuple(
            [pair for condition in written if (pair := (condition.type, condition.status)) in UNHEALTHY]
        )
        return self.conditions.setdefault(found, found)
