"""The objects of a manifest text, each with its file and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.plan import Planned, make_plan
from dslint.planner.pools.expand import Question, Wish, variants_of
from dslint.planner.workload.workloads import Workload, workloads_of
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
    if not inventory.variants:
        inventory = with_variants(inventory, workloads)
    return make_plan(workloads, inventory, around, pods, kubernetes=version, like=like)


def with_variants(inventory: Inventory, workloads: Iterable[Workload]) -> Inventory:
    """The inventory with nodes that stand for its pools, as far as these DaemonSets tell them apart."""
    if not inventory.pools:
        return inventory
    question = Question(tuple(map(_wish, workloads)), inventory.sizes)
    variants = [variant for pool in inventory.pools for variant in variants_of(pool, question)]
    return replace(
        inventory,
        nodes=(*inventory.nodes, *(variant.node for variant in variants)),
        variants={variant.node.name: variant for variant in variants},
    )


def _wish(workload: Workload) -> Wish:
    demands, shape = workload.demands, workload.shape
    return Wish(demands.selector, demands.terms, shape.selector, demands.tolerations, shape.requests)
