"""Nodes for the planner: only the fields that decide whether a pod runs there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dslint.kubernetes.taints import Taint, implied_taints
from dslint.kubernetes.versions import UnknownVersion, minor

Allocatable = Mapping[str, int]
"""Resource -> amount: cpu in thousandths, everything else in whole units (bytes, pods, devices)."""

ENOUGH = 1 << 62
"""The amount of a resource that a hand-written inventory does not mention."""

Conditions = tuple[tuple[str, str], ...]
"""(type, status) of the unhealthy conditions, such as `("Ready", "False")`."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a node: the file as named, and the line, 1-based (0 if unknown)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """`nodes.yaml:12`."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    name           metadata.name
    labels         as written; nothing is invented
    taints         those that count: the written ones, then those a condition or a cordon implies
    implied        the part of `taints` that the input lacks; said to the reader as an assumption
    allocatable    what pods may use; None where the input says nothing (then everything fits)
    conditions     those that are not as they should be
    unschedulable  cordoned
    count          1; 0 for the model of an autoscaled pool that has no node now
    pool           the pool of a compact inventory it belongs to, else empty
    kubelet        the kubelet's version as written, else empty
    place          where it is written
    """

    name: str
    labels: Mapping[str, str]
    taints: tuple[Taint, ...] = ()
    implied: tuple[Taint, ...] = ()
    allocatable: Allocatable | None = None
    conditions: Conditions = ()
    unschedulable: bool = False
    count: int = 1
    pool: str = ""
    kubelet: str = ""
    place: Place = Place("")

    @property
    def written_taints(self) -> tuple[Taint, ...]:
        """Return the taints without the implied ones."""
        return self.taints[: len(self.taints) - len(self.implied)]

    @property
    def ready(self) -> bool:
        """Whether no condition says otherwise."""
        return not any(kind == "Ready" for kind, _ in self.conditions)


def kubelet_minor(written: str) -> str:
    """Return the minor release of the kubelet's version; empty if it is not a version."""
    try:
        return minor(written) if written else ""
    except UnknownVersion:
        return ""


def with_state(
    node: Node,
    *,
    taints: tuple[Taint, ...] | None = None,
    conditions: Conditions | None = None,
    unschedulable: bool | None = None,
) -> Node:
    """Return the node with other written taints, conditions or cordon, and the taints that follow."""
    taints = node.written_taints if taints is None else taints
    conditions = node.conditions if conditions is None else conditions
    unschedulable = node.unschedulable if unschedulable is None else unschedulable
    implied = missing_taints(taints, conditions, unschedulable=unschedulable)
    return replace(
        node,
        taints=taints + implied,
        implied=implied,
        conditions=conditions,
        unschedulable=unschedulable,
    )


def missing_taints(
    taints: tuple[Taint, ...], conditions: Conditions, *, unschedulable: bool
) -> tuple[Taint, ...]:
    """Return the taints that conditions and a cordon imply but that are not written (by key and effect)."""
    if not conditions and not unschedulable:
        return ()
    written = {(taint.key, taint.effect) for taint in taints}
    return tuple(
        taint
        for taint in implied_taints(conditions, unschedulable=unschedulable)
        if (taint.key, taint.effect) not in written
    )
