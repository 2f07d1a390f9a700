"""Read Node objects as kubectl prints them, from documents with known places."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.access import text
from dslint.kubernetes.taints import UNHEALTHY, Taint
from dslint.planner.checked_reader import Writing
from dslint.planner.nodes import Allocatable, Conditions, Node, Place, missing_taints
from dslint.reader.nodes import Node as Written

_TEMPLATE = "{{"


def read_node(writing: Writing, written: Written) -> Node | None:
    """Read one Node object; None, with faults in `writing`, if it is unusable."""
    before = len(writing.faults)
    metadata = writing.child(written, "metadata", dict, "a mapping") or written
    spec = writing.child(written, "spec", dict, "a mapping")
    status = writing.child(written, "status", dict, "a mapping")
    name = writing.child(metadata, "name", str, "the node's name")
    labels = writing.labels(metadata, by_hand=False)
    taints = tuple(_taints(writing, spec)) if spec is not None else ()
    cordon = writing.child(spec, "unschedulable", bool, "true or false") if spec is not None else None
    allocatable = None
    conditions: Conditions = ()
    if status is not None:
        allocatable = writing.allocatable(status)
        if allocatable is None:
            allocatable = writing.allocatable(status, "capacity")
        conditions = tuple(_conditions(writing, status))
    if name is None or not name.data:
        if len(writing.faults) == before:
            writing.fault(written, "this Node has no metadata.name")
        return None
    if _TEMPLATE in name.data:
        writing.fault(name, f"the name is {name.data!r}: this is a template; render it first")
    if len(writing.faults) > before:
        return None
    kubelet = text(written.data, "status", "nodeInfo", "kubeletVersion")
    return make_node(
        name.data,
        labels,
        taints=taints,
        allocatable=allocatable,
        conditions=conditions,
        unschedulable=cordon is not None and cordon.data,
        kubelet=kubelet,
        place=writing.place(written),
    )


def make_node(  # noqa: PLR0913 - a node has that many sides
    name: str,
    labels: dict[str, str],
    *,
    taints: tuple[Taint, ...],
    allocatable: Allocatable | None,
    conditions: Conditions,
    unschedulable: bool,
    kubelet: str,
    place: Place,
) -> Node:
    """Return a node with the taints that its conditions and its cordon imply."""
    implied = missing_taints(taints, conditions, unschedulable=unschedulable)
    return Node(
        name,
        labels,
        taints + implied,
        implied,
        allocatable,
        conditions,
        unschedulable,
        kubelet=kubelet,
        place=place,
    )


def _taints(writing: Writing, spec: Written) -> Iterator[Taint]:
    written = writing.child(spec, "taints", list, "a list of taints")
    for child in _children(written):
        taint = writing.taint(child)
        if taint is not None:
            yield taint


def _conditions(writing: Writing, status: Written) -> Iterator[tuple[str, str]]:
    written = writing.child(status, "conditions", list, "a list of conditions")
    for child in _children(written):
        condition = (text(child.data, "type"), text(child.data, "status"))
        if condition in UNHEALTHY:
            yield condition


def _children(written: Written | None) -> list[Written]:
    return written.children if written is not None and isinstance(written.children, list) else []
