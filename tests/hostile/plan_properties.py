"""What has to hold for every plan: each property takes manifests and nodes, and raises AssertionError.

`EVERY_PROPERTY` are these and those of `properties` as functions of a text alone: the nodes are drawn, and
the same text always gets the same ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import dslint
from dslint.planner.inventory.compact_writer import compact_records, objects_of_nodes, redacted
from dslint.planner.inventory.folding import folded_records
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.values import Placement
from dslint.report.inventory_text import render_compact
from tests.hostile.generated import made_nodes
from tests.hostile.properties import PROPERTIES, renamed

Nodes = list[dict[str, Any]]
Said = tuple[Any, ...]


def _placements(manifest: str, inventory: str) -> dict[tuple[str, str], Said]:
    """(DaemonSet, node) -> what becomes of the pod there, and why."""
    plan = dslint.plan(manifest, inventory)
    return {(placement.daemonset, placement.node): _said(placement) for placement in plan.placements}


def _said(placement: Placement) -> Said:
    reasons = [(reason.code, reason.subject, reason.text, reason.span) for reason in placement.reasons]
    return placement.outcome, placement.successor, placement.should_run, reasons


def _totals(manifest: str, inventory: str, places: Callable[[str], str] = str) -> Counter[Said]:
    """How many nodes there are for each DaemonSet, outcome and reasons; `places` tells them apart."""
    plan = dslint.plan(manifest, inventory)
    return Counter(
        (
            placement.daemonset,
            places(placement.node),
            placement.outcome,
            placement.successor,
            tuple(reason.code for reason in placement.reasons),
        )
        for placement in plan.placements
    )


def _one_place(_: str) -> str:
    return ""


def _inventory(nodes: Nodes) -> str:
    return json.dumps({"nodes": nodes})


def permuted_nodes_permute_the_plan(manifest: str, nodes: Nodes, chance: Random) -> None:
    """The same nodes in another order get the same pods, for the same reasons."""
    other = chance.sample(nodes, len(nodes))
    assert _placements(manifest, _inventory(other)) == _placements(manifest, _inventory(nodes))


def renaming_permutes_names_only(manifest: str, nodes: Nodes, _: Random) -> None:
    """Other names of labels, taints, DaemonSets and nodes change the names in the plan and nothing else."""
    inventory = _inventory(nodes)
    before = {
        (renamed(daemonset), renamed(node)): _renamed(said)
        for (daemonset, node), said in _placements(manifest, inventory).items()
    }
    after = _placements(renamed(manifest), renamed(inventory))
    assert {pair: _renamed(said) for pair, said in after.items()} == before


def _renamed(said: Said) -> Said:
    *decision, reasons = said
    lines = [
        (code, renamed(subject), renamed(text), span and span.line) for code, subject, text, span in reasons
    ]
    return *decision, lines


def split_pools_say_the_same(manifest: str, nodes: Nodes, chance: Random) -> None:
    """A pool in two parts gets as many pods as the whole."""
    pools = [
        {**node, "name": f"pool{place}", "count": chance.randrange(1, 6)} for place, node in enumerate(nodes)
    ]
    parts = [part for pool in pools for part in _parts(pool, chance)]
    whole, split = (json.dumps({"pools": records}) for records in (pools, parts))
    assert _totals(manifest, split, _one_place) == _totals(manifest, whole, _one_place)


def _parts(pool: dict[str, Any], chance: Random) -> Iterator[dict[str, Any]]:
    first = chance.randrange(pool["count"] + 1)
    for name, count in ((pool["name"], first), (f"{pool['name']}b", pool["count"] - first)):
        if count:
            yield {**pool, "name": name, "count": count}


def slim_inventories_say_the_same(manifest: str, nodes: Nodes, _: Random) -> None:
    """What `dslint inventory slim` writes, in both forms, gives the plan of what it has read."""
    known = read_inventory(_inventory(nodes)).nodes
    whole = _placements(manifest, _inventory(nodes))
    assert _placements(manifest, render_compact(compact_records(known))) == whole
    assert _placements(manifest, json.dumps(objects_of_nodes(known))) == whole


def redacted_and_folded_inventories_say_the_same(manifest: str, nodes: Nodes, _: Random) -> None:
    """Without the names of nodes, as many of them get a pod."""
    known = list(read_inventory(_inventory(nodes)).nodes)
    whole = _totals(manifest, _inventory(nodes), _one_place)
    others = list(redacted(known))
    assert _totals(manifest, render_compact(compact_records(others)), _one_place) == whole
    assert _totals(manifest, json.dumps(objects_of_nodes(others)), _one_place) == whole
    assert _totals(manifest, render_compact(folded_records(known)), _one_place) == whole


def _with_nodes(check: Callable[[str, Nodes, Random], None]) -> Callable[[str], None]:
    def of_text(text: str) -> None:
        chance = Random(text)  # noqa: S311 - nothing secret
        check(text, made_nodes(chance), chance)

    return of_text


EVERY_PROPERTY: dict[str, Callable[[str], None]] = PROPERTIES | {
    check.__name__: _with_nodes(check)
    for check in (
        permuted_nodes_permute_the_plan,
        renaming_permutes_names_only,
        split_pools_say_the_same,
        slim_inventories_say_the_same,
        redacted_and_folded_inventories_say_the_same,
    )
}
