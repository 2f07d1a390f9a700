"""A pool of nodes as its declaration describes it: nodes that may differ, and may not exist yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Allocatable, Place
from dslint.planner.pools.values import Values


class Origin(NamedTuple):
    """Where a fact about a pool comes from.

    place    where it is written, or what it follows from
    assumed  why it holds although the declaration does not say it, else empty
    """

    place: Place
    assumed: str = ""


class PoolLabel(NamedTuple):
    """The values that a label may have on the nodes of a pool."""

    values: Values
    origin: Origin


class PoolTaint(NamedTuple):
    """A taint of every node of a pool.

    until  what takes a start-up taint away; empty for a taint that stays
    """

    taint: Taint
    origin: Origin
    until: str = ""


class Counts(NamedTuple):
    """How many nodes a pool has: at least, now and at most; None where it is not known."""

    least: int = 0
    now: int | None = None
    most: int | None = None


UNCOUNTED = Counts()
"""Any number of nodes."""


class Size(NamedTuple):
    """A machine that nodes of the pool may be.

    type         its name at the cloud, else empty
    labels       labels that follow from the type
    allocatable  what pods may use of it; None where that is not known
    """

    type: str
    labels: Mapping[str, str]
    allocatable: Allocatable | None


@dataclass(frozen=True)
class Pool:
    """A pool.

    name            as people call it
    format          what declares it: `Karpenter NodePool`
    place           where it is declared
    counts          how many nodes
    labels          key -> the values it may have; the nodes have no other label
    taints          those that stay
    startup_taints  those that a new node has until something takes them away
    sizes           the machines it may use; empty where nothing is known of them
    kubelet         the kubelet's version, else empty
    names           the nodes' names, where the declaration gives them
    notes           what was assumed, in sentences
    """

    name: str
    format: str
    place: Place
    counts: Counts = UNCOUNTED
    labels: Mapping[str, PoolLabel] = field(default_factory=dict)
    taints: tuple[PoolTaint, ...] = ()
    startup_taints: tuple[PoolTaint, ...] = ()
    sizes: tuple[Size, ...] = ()
    kubelet: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
