"""A pool of nodes as its declaration describes it: its nodes may differ, and may not exist yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Allocatable, Place
from dslint.planner.pools.values import Values


class Origin(NamedTuple):
    """The origin of a fact about a pool.

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
    """The number of nodes of a pool: minimum, current and maximum; None if unknown."""

    least: int = 0
    now: int | None = None
    most: int | None = None


UNCOUNTED = Counts()
"""Any number of nodes."""


class Machines(NamedTuple):
    """The machines of a pool, and the rules for their allocatable resources.

    cloud     `aws`, `gcp`, `azure`, or empty
    types     the machine types; empty for all that have the labels of the pool
    formula   how allocatable follows from the type, see `allocatable`; empty where that is not known
    max_pods  the most pods of a node, where the declaration says so
    reserved  what the declaration keeps from pods; None where it leaves that to the formula
    capacity  the size of a node, where the declaration says so
    image     what runs on them, as far as the formula asks
    """

    cloud: str = ""
    types: tuple[str, ...] = ()
    formula: str = ""
    max_pods: int | None = None
    reserved: Allocatable | None = None
    capacity: Allocatable | None = None
    image: str = ""


NO_MACHINES = Machines()
"""Nothing is known of the machines."""


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
    machines        what nodes run on
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
    machines: Machines = NO_MACHINES
    kubelet: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
