"""One DaemonSet and one Karpenter NodePool: whether a node of the pool could run the DaemonSet's pod."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dslint


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield a difference from what Karpenter's own scheduling code answers."""
    plan = dslint.plan(json.dumps(case["daemonset"]), json.dumps(case["nodepool"]))
    got = any(placement.should_run for placement in plan.placements)
    if got != case["expect"]["possible"]:
        yield f"possible: got {got}, want {case['expect']}: {list(plan.placements)}"
