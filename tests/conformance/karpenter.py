"""One DaemonSet and one Karpenter NodePool: whether Karpenter expects the pods there, by its own code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.kubernetes.taints import untolerated
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.pools.expand import Wish
from dslint.planner.pools.karpenter_estimate import expects


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield a difference in labels or in taints."""
    (pool,) = read_inventory(json.dumps(case["nodepool"])).pools
    spec = mapping(case["daemonset"], "spec", "template", "spec")
    labels = expects(pool, Wish(selector_requirements(spec), required_terms(spec)))
    taints = not untolerated((taint.taint for taint in pool.taints), items(spec, "tolerations"))
    got = {"taints": taints, "labels": labels, "possible": taints and labels}
    if got != case["expect"]:
        yield f"got {got}, want {case['expect']}"
