"""The content of the inputs of a plan: Nodes, Pods and other objects by kind."""

from __future__ import annotations

from collections.abc import Iterable
from mmap import mmap
from typing import NamedTuple

from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.pools import formats
from dslint.planner.pools.sizes import NO_SIZES, Sizes
from dslint.reader.objects import Manifest, Told
from dslint.values.problem import Problem
from dslint.values.span import Span

ACCEPTED = (
    "accepted: the output of kubectl get nodes -o json or -o yaml, or a file with nodes: or pools: "
    "(see dslint inventory --help)"
)


class Source(NamedTuple):
    """One input: its name for people, and its content."""

    file: str
    content: bytes | mmap


class Sourced(NamedTuple):
    """An object other than a Node or a Pod, and its file.

    dumped  it stands in the dump of a cluster: a List that holds Nodes as well, and all objects of its kind
    """

    file: str
    manifest: Manifest
    dumped: bool = False

    def told(self, problem: Problem, span: Span | None = None) -> Told:
        """Return a problem of this object; `span` is its place if that is not one of its fields."""
        return Told(problem, self.manifest, self.file, span)


class Contents(NamedTuple):
    """Everything that was found, in the order of the input.

    objects    all others, but for those in `declared`
    pods       those that are not over; one without a node waits for one
    pods_seen  all Pods
    declared   what declares pools of nodes, and what such declarations refer to
    declared_before  the same as it was before, where the input is a plan of changes
    sizes      machine type -> what pods may use of it, as the user says
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
    sizes: Sizes = NO_SIZES

    def __add__(self, other: Contents) -> Contents:  # type: ignore[override]
        """Return both, one after the other."""
        return Contents(
            self.nodes + other.nodes,
            self.pods + other.pods,
            self.objects + other.objects,
            self.pods_seen + other.pods_seen,
            self.strange + other.strange,
            self.notes + other.notes,
            self.declared + other.declared,
            _both_before(self, other),
            {**self.sizes, **other.sizes},
        )


def _both_before(one: Contents, other: Contents) -> tuple[Sourced, ...] | None:
    """Return the earlier declarations; an input without them has not changed."""
    if one.declared_before is None and other.declared_before is None:
        return None
    parts = (part.declared if part.declared_before is None else part.declared_before for part in (one, other))
    return tuple(sourced for part in parts for sourced in part)


def inventory_of(contents: Contents, files: Iterable[str] = ()) -> Inventory:
    """Return the nodes and pools as an inventory.

    Raises InventoryError for a duplicate node name and for an unusable declaration of a pool.
    """
    seen: dict[str, Node] = {}
    faults = []
    for node in contents.nodes:
        other = seen.setdefault(node.name, node)
        if other is not node:
            place = node.place
            message = f"node {node.name} is a duplicate; the first one is at {other.place}"
            faults.append(Fault(place.file, place.line, 1 if place.line else 0, message))
    declared = formats.pools_of((sourced.file, sourced.manifest) for sourced in contents.declared)
    faults.extend(declared.faults)
    if faults:
        raise InventoryError(faults)
    notes = tuple(dict.fromkeys(contents.notes))
    return Inventory(contents.nodes, tuple(files), notes, declared.pools, sizes=contents.sizes)
