"""What to change so that a pod runs on a node: in the manifest, or on the node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.kubernetes.node_taints import goes_with_its_node, may_be_set, may_be_tolerated, until
from dslint.planner.nodes import Node
from dslint.planner.outcomes import Group
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload

_LONGEST = 84
"""Longer texts do not fit on a line of the report with its indentation."""


class WayIn(NamedTuple):
    """A change in words, and the YAML lines to add for it, if any."""

    words: str
    lines: tuple[str, ...] = ()


def ways_in(workload: Workload, node: Node, reasons: Sequence[Reason], name: str) -> Iterator[WayIn]:
    """Return all changes that are necessary together; `name` is the node in commands."""
    if any(reason.code == "node-name" for reason in reasons):
        yield WayIn("remove nodeName from the template")
    taints = [reason.subject for reason in reasons if reason.code.startswith("taint-")]
    passing = [taint for taint in dict.fromkeys(taints) if comes_and_goes(taint)]
    lasting = [taint for taint in dict.fromkeys(taints) if not comes_and_goes(taint)]
    if lasting:
        lines = tuple(line for taint in lasting for line in toleration_for(taint))
        yield WayIn("add to spec.template.spec.tolerations:", lines)
    for taint in passing:
        yield WayIn(_waiting(taint))
    for reason in reasons:
        if reason.code == "node-selector" and may_be_set(str(reason.path[-1])):
            yield WayIn(_label_command(workload, node, reason, name))
        elif reason.code == "node-selector":
            yield WayIn(f"another nodeSelector: {reason.path[-1]} says what the node is")
    if any(reason.code == "node-affinity" for reason in reasons):
        yield WayIn("all conditions of one node affinity term must hold")


def _waiting(taint: str) -> str:
    when = goes_when(taint)
    if not when:
        return f"{taint} keeps all pods away"
    if goes_with_its_node(_key(taint)):
        return f"nothing to do: {taint} stays until {when}"
    return f"wait until {when} ({taint} is removed then)"


def toleration_for(taint: str) -> tuple[str, ...]:
    """The toleration that covers a taint written as `key=value:Effect`, as a list item in YAML."""
    front, _, effect = taint.rpartition(":")
    key = front.partition("=")[0]
    line = f"- {{key: {key}, operator: Exists, effect: {effect}}}"
    if len(line) <= _LONGEST:
        return (line,)
    return f"- key: {key}", "  operator: Exists", f"  effect: {effect}"


def comes_and_goes(taint: str) -> bool:
    """Whether nobody should tolerate a taint to reach one node: it passes, or no pod belongs there."""
    return not may_be_tolerated(_key(taint))


def goes_when(taint: str) -> str:
    """When a taint that the cluster sets goes again; empty for others."""
    return until(_key(taint))


def _key(taint: str) -> str:
    return taint.rpartition(":")[0].partition("=")[0]


def _label_command(workload: Workload, node: Node, reason: Reason, name: str) -> str:
    key = str(reason.path[-1])
    value = next(requirement.values[0] for requirement in workload.demands.selector if requirement.key == key)
    overwrite = " --overwrite" if key in node.labels else ""
    return f"kubectl label node {name} {key}={value}{overwrite}, or another nodeSelector"


def to_run_there(group: Group) -> Iterator[str]:
    """The tolerations to add where taints alone keep the pods away; or when a taint goes by itself."""
    codes = {reason.code for reason in group.reasons}
    taints = [reason.subject for reason in group.reasons]
    if not codes or not codes <= {"taint-no-schedule", "taint-no-execute"}:
        return
    passing = [taint for taint in taints if comes_and_goes(taint)]
    if passing:
        if not any("NotReady" in reason.text for reason in group.reasons):
            yield from (f"until {when}" for taint in passing[:1] if (when := goes_when(taint)))
        return
    yield "to run there, add to spec.template.spec.tolerations:"
    for taint in taints:
        yield from toleration_for(taint)
