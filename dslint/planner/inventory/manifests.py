"""The objects of a manifest text, each with its file and place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.plan import Planned, make_plan
from dslint.planner.workload.pool_nodes import with_pool_nodes
from dslint.planner.workload.workloads import workloads_of
from dslint.reader.objects import objects_of
from dslint.reader.stream import Stream, read_stream


class Manifests(NamedTuple):
    """What was read from one text; `stream.error` says why reading stopped, if it did."""

    file: str
    stream: Stream
    objects: tuple[Sourced, ...]


def read_manifests(text: str | bytes, file: str) -> Manifests:
    """Read a text as kubectl does. Never raises."""
    stream = read_stream(text)
    found = (Sourced(file, sourced) for document in stream.documents for sourced in objects_of(document))
    return Manifests(file, stream, tuple(found))


def plan_objects(
    objects: Iterable[Sourced],
    inventory: Inventory,
    pods: tuple[Pod, ...],
    version: str,
    like: Planned | None = None,
) -> Planned:
    """Plan the DaemonSets among objects, with what the other objects say about them.

    What was worked out for `like`, a plan for the same nodes, is used again where nothing differs.
    """
    workloads, around = workloads_of(objects, version)
    inventory = with_pool_nodes(inventory, workloads)
    return make_plan(workloads, inventory, around, pods, kubernetes=version, like=like)
