"""Cases that hold whole objects: from JSON data to a plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dslint.planner.inventory.contents import Source, inventory_of
from dslint.planner.inventory.reading import read_contents
from dslint.planner.plan import Planned, make_plan
from dslint.planner.workload.workloads import workloads_of
from tests.conformance.vectors import RECORDED

Objects = Sequence[dict[str, Any]]


def planned(daemonsets: Objects, nodes: Objects, others: Objects = ()) -> Planned:
    """Plan DaemonSets for Nodes, all as JSON data."""
    dump = {"apiVersion": "v1", "kind": "List", "items": [*nodes, *others, *daemonsets]}
    contents = read_contents(Source("dump.json", json.dumps(dump).encode()))
    workloads, around = workloads_of(contents.objects, RECORDED)
    return make_plan(workloads, inventory_of(contents), around, contents.pods)
