"""Every kind of vector: the file, and the function that compares one case.

A comparing function takes a case and yields one text for everything on which dslint differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.conformance import (
    admission,
    cel,
    cluster_placement,
    cluster_update,
    karpenter,
    kubectl,
    nesting,
    node_change,
    nodepool,
    placement,
    policies,
    rollout,
    several,
    stream,
    update,
    validation,
)
from tests.conformance.vectors import cases

Case = dict[str, Any]


def every_case(_: Case) -> bool:
    """Most kinds ask about all the cases of their file."""
    return True


class Kind(NamedTuple):
    """One kind: `compare(case)` yields what differs; nothing means full agreement on the case.

    `concerns` leaves out the cases of the file that the kind has no question about.
    """

    file: str
    compare: Callable[[Case], Iterator[str]]
    concerns: Callable[[Case], bool] = every_case

    def cases(self) -> Iterator[Case]:
        """The cases this kind asks about."""
        return filter(self.concerns, cases(self.file))


KINDS: dict[str, Kind] = {
    "validation": Kind("validation.jsonl.gz", validation.compare),
    "validation-old": Kind("validation-old.jsonl.gz", validation.compare),
    "validation-steps": Kind("validation-steps.jsonl.gz", validation.compare),
    "update": Kind("update.jsonl.gz", update.compare),
    "update-steps": Kind("update-steps.jsonl.gz", update.compare),
    "kubectl": Kind("cluster/kubectl.jsonl.gz", kubectl.compare),
    "nesting": Kind("validation.jsonl.gz", nesting.compare, nesting.concerns),
    "stream": Kind("stream.jsonl.gz", stream.compare),
    "node-change": Kind("cluster/node-change.jsonl.gz", node_change.compare),
    "karpenter": Kind("nodepool.jsonl.gz", karpenter.compare),
    "nodepool": Kind("nodepool.jsonl.gz", nodepool.compare),
    "placement": Kind("placement.jsonl.gz", placement.compare),
    "cluster-placement": Kind("cluster/placement.jsonl.gz", cluster_placement.compare),
    "several": Kind("cluster/several.jsonl.gz", several.compare),
    "admission": Kind("cluster/admission.jsonl", admission.compare),
    "cel": Kind("cel.jsonl.gz", cel.compare),
    "policies": Kind("policies.jsonl.gz", policies.compare),
    "rollout": Kind("cluster/rollout.jsonl.gz", rollout.compare),
    "cluster-update": Kind("cluster/update.jsonl.gz", cluster_update.compare),
}
