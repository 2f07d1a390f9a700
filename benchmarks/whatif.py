"""What a question costs once there is a plan: a step of a what-if, and one changed DaemonSet.

    python -m benchmarks.whatif [--nodes 100000] [--daemonsets 100]

Nodes and DaemonSets are made up as in `benchmarks.placement`. Every figure is the best of three tries in one
run, held against the time of a whole plan in the same run.
"""

from __future__ import annotations

import argparse
import copy
import gc
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.placement import make_manifest, make_nodes
from dslint.planner.difference.comparison import Comparison, compare_plans
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.plan import Planned, make_plan
from dslint.planner.whatif.consequences import Outcome, run_steps
from dslint.planner.whatif.steps import parse_step
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload, workloads_of

_TRIES = 3
_VERSION = "1.37"
_GROUP = 100
Manifests = Sequence[dict[str, Any]]


def make_manifests(number: int) -> list[dict[str, Any]]:
    """DaemonSets that a server accepts."""
    chance = random.Random(2)  # noqa: S311 - nothing secret
    made = [make_manifest(place, chance) for place in range(number)]
    for workload in made:
        workload["spec"]["selector"] = {"matchLabels": workload["spec"]["template"]["metadata"]["labels"]}
    return made


def changed(manifests: Manifests, field: str, value: object) -> list[dict[str, Any]]:
    """The same, but the first container of one DaemonSet has another value for a field."""
    copied = copy.deepcopy(list(manifests))
    copied[len(copied) // 2]["spec"]["template"]["spec"]["containers"][0][field] = value
    return copied


def read(manifests: Manifests) -> tuple[tuple[Workload, ...], Surroundings]:
    """Read DaemonSets as from a file."""
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(manifests)})
    return workloads_of(read_manifests(text, "made up").objects, _VERSION)


def best(work: Callable[[], object]) -> float:
    """The least seconds of a few tries."""
    found = []
    for _ in range(_TRIES):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def step(planned: Planned, text: str) -> list[Outcome]:
    """One step on top of a plan."""
    return list(run_steps(planned, Surroundings(), (), [parse_step(text)], {}))


def difference(before: Planned, workloads: Sequence[Workload]) -> Comparison:
    """Plan the new side on top of the old one, and compare."""
    after = make_plan(workloads, before.inventory, Surroundings(), kubernetes=_VERSION, like=before)
    return compare_plans(before, after)


def questions(planned: Planned, manifests: Manifests) -> list[tuple[str, Callable[[], object]]]:
    """What is measured, in words."""
    image, _ = read(changed(manifests, "image", "example.com/agent:2"))
    requests, _ = read(changed(manifests, "resources", {"requests": {"cpu": "77m", "memory": "99Mi"}}))
    return [
        ("what-if: a taint on one node", lambda: step(planned, "taint:node-77:x=y:NoExecute")),
        (
            f"what-if: a taint on {_GROUP} by label",
            lambda: step(planned, "taint:team=web:x:NoSchedule"),
        ),
        ("what-if: another label on one node", lambda: step(planned, "label:node-78:pool=pool-3")),
        ("what-if: one node is lost", lambda: step(planned, "lose:node-79")),
        (f"what-if: {_GROUP} nodes are lost", lambda: step(planned, "lose:team=web")),
        ("diff: another image", lambda: difference(planned, image)),
        ("diff: other requests", lambda: difference(planned, requests)),
    ]


def main() -> None:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--daemonsets", type=int, default=100)
    options = parser.parse_args()
    gc.disable()
    nodes = list(make_nodes(options.nodes))
    chance = random.Random(3)  # noqa: S311 - nothing secret
    for place in chance.sample(range(len(nodes)), min(_GROUP, len(nodes))):
        nodes[place] = replace(nodes[place], labels={**nodes[place].labels, "team": "web"})
    manifests = make_manifests(options.daemonsets)
    workloads, around = read(manifests)
    inventory = Inventory(tuple(nodes))
    whole = best(lambda: make_plan(workloads, inventory, around, kubernetes=_VERSION))
    planned = make_plan(workloads, inventory, around, kubernetes=_VERSION)
    print(f"{options.nodes} nodes, {options.daemonsets} DaemonSets")
    print(f"{'a whole plan':<42} {whole * 1000:>8.0f} ms")
    for words, work in questions(planned, manifests):
        seconds = best(work)
        print(f"{words:<42} {seconds * 1000:>8.1f} ms  {seconds / whole:>6.3f} of a plan")


if __name__ == "__main__":
    main()
