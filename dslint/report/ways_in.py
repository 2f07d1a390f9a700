"""What to change so that a pod runs on a node that has none: in the manifest, or on the node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.planner.nodes import Node
from dslint.planner.values import Reason
from dslint.planner.workloads import Workload


class WayIn(NamedTuple):
    """A change in words, and the lines of YAML to add for it, if any."""

    words: str
    lines: tuple[str, ...] = ()


def ways_in(workload: Workload, node: Node, reasons: Sequence[Reason], name: str) -> Iterator[WayIn]:
    """All changes that are needed together; `name` stands for the node in commands."""
    if any(one.code == "node-name" for one in reasons):
        yield WayIn("no nodeName in the template")
    taints = [one.subject for one in reasons if one.code.startswith("taint-")]
    if taints:
        lines = tuple(toleration_for(taint) for taint in dict.fromkeys(taints))
        yield WayIn("add to spec.template.spec.tolerations:", lines)
    for reason in reasons:
        if reason.code == "node-selector":
            yield WayIn(_label_command(workload, node, reason, name))
    if any(one.code == "node-affinity" for one in reasons):
        yield WayIn("one term of the node affinity must hold in full")


def toleration_for(taint: str) -> str:
    """The toleration that covers a taint written as `key=value:Effect`, as a list item in YAML."""
    front, _, effect = taint.rpartition(":")
    key = front.partition("=")[0]
    return f"- {{key: {key}, operator: Exists, effect: {effect}}}"


def comes_and_goes(taint: str) -> bool:
    """Whether the cluster sets a taint by the node's state: nobody should tolerate it to reach one node."""
    return taint.startswith("node.kubernetes.io/")


def _label_command(workload: Workload, node: Node, reason: Reason, name: str) -> str:
    key = str(reason.path[-1])
    value = next(one.values[0] for one in workload.demands.selector if one.key == key)
    overwrite = " --overwrite" if key in node.labels else ""
    return f"kubectl label node {name} {key}={value}{overwrite}, or another nodeSelector"
