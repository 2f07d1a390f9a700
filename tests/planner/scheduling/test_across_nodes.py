"""Pods that wait are tried again only where something changed for them, with the same end."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

import dslint
from dslint.planner.scheduling.across_nodes import World
from tests.manifests import daemonset_of

ZONE, HOST = "zone", "kubernetes.io/hostname"


def daemonset(number: int, pod: dict[str, Any]) -> str:
    labels = {"app": f"a{number}", "group": f"g{number % 3}"}
    return json.dumps(daemonset_of(pod, name=f"a{number}", labels=labels))


def pod(cpu: int, **fields: Any) -> dict[str, Any]:
    resources = {"requests": {"cpu": str(cpu)}}
    return {"containers": [{"name": "a", "image": "a:1", "resources": resources}], **fields}


def inventory(count: int) -> str:
    lines = ["nodes:"]
    for number in range(count):
        lines.append(f"  - name: n{number}")
        lines.append(f"    labels: {{{HOST}: n{number}, {ZONE}: z{number % 2}}}")
        lines.append("    allocatable: {cpu: 3, memory: 8Gi, pods: 110}")
    return "\n".join(lines) + "\n"


def group(chance: random.Random) -> dict[str, Any]:
    return {"matchLabels": {"group": f"g{chance.randrange(3)}"}}


def demanding(chance: random.Random) -> dict[str, Any]:
    """A pod with one demand on others, at most."""
    fields: dict[str, Any] = {}
    key = chance.choice([ZONE, HOST])
    required = [{"labelSelector": group(chance), "topologyKey": key}]
    kind = chance.choice(["", "podAffinity", "podAntiAffinity", "spread"])
    if kind == "spread":
        spread = {"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": "DoNotSchedule"}
        fields["topologySpreadConstraints"] = [{**spread, "labelSelector": group(chance)}]
    elif kind:
        fields["affinity"] = {kind: {"requiredDuringSchedulingIgnoredDuringExecution": required}}
    if chance.random() < 0.3:
        fields["priorityClassName"] = chance.choice(["system-node-critical", "system-cluster-critical"])
    return pod(chance.choice([1, 2]), **fields)


def outcomes(text: str, nodes: str) -> list[tuple[str, str, str]]:
    return [(place.daemonset, place.node, place.outcome) for place in dslint.plan(text, nodes).placements]


def try_all(world: World) -> None:
    """Try every pod that waits on every node until none finds room."""
    moved = True
    while moved:
        moved = False
        for place, scheduler in enumerate(world.schedulers):
            before = len(scheduler.waiting)
            if before:
                scheduler.retry()
                world.counts.count(place, scheduler.bound)
                moved = moved or len(scheduler.waiting) < before


@pytest.mark.parametrize("seed", range(40))
def test_it_ends_as_if_all_were_tried(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # noqa: S311 - cases, no secrets
    text = "\n---\n".join(daemonset(number, demanding(chance)) for number in range(8))
    nodes = inventory(4)
    found = outcomes(text, nodes)
    monkeypatch.setattr(World, "_retry_all", try_all)
    assert found == outcomes(text, nodes)


@pytest.mark.slow
def test_time_grows_with_the_pods_that_wait() -> None:
    nodes = inventory(8)
    spread = {"maxSkew": 1, "topologyKey": HOST, "whenUnsatisfiable": "DoNotSchedule"}

    def seconds(count: int) -> float:
        one = [{**spread, "labelSelector": {"matchLabels": {"app": "a1"}}}]
        text = "\n---\n".join(
            daemonset(number, pod(3, topologySpreadConstraints=one if number == 1 else []))
            for number in range(count)
        )
        begin = time.process_time()
        plan = dslint.plan(text, nodes)
        assert sum(place.outcome == "pending" for place in plan.placements) == (count - 1) * 8
        return time.process_time() - begin

    seconds(20)
    many, few = (min(seconds(count) for _ in range(3)) for count in (400, 100))
    assert many < 8 * max(few, 0.1)
