"""The decision of the DaemonSet controller for one DaemonSet and one node, with every reason.

This is the plain form, one node at a time. `node_sets` does the same for all nodes at once, and tests compare
the two. Source: `NodeShouldRunDaemonPod` in pkg/controller/daemon, Kubernetes 1.34 to 1.37.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.requirement_text import wanted_text
from dslint.kubernetes.taints import (
    NO_EXECUTE,
    NO_SCHEDULE,
    NOT_READY,
    UNREACHABLE,
    Taint,
    untolerated,
)
from dslint.planner.nodes import Node
from dslint.planner.values import Reason
from dslint.planner.workload.demands import Demands, demands_of
from dslint.planner.workload.reasons import pod_reason

_UNTIL_READY = ((NOT_READY, NO_SCHEDULE), (UNREACHABLE, NO_SCHEDULE))


class Verdict(NamedTuple):
    """Whether the controller creates a pod for the node, whether an existing pod stays, and why not."""

    should_run: bool
    should_continue_running: bool
    reasons: tuple[Reason, ...] = ()


def place(manifest: Mapping[str, Any], node: Node) -> Verdict:
    """Decide for one manifest (as the server stores it) and one node."""
    return decide(demands_of(manifest), node)


def decide(demands: Demands, node: Node, unnamed: Collection[str] = ()) -> Verdict:
    """Decide for parsed demands and one node. The result lists all reasons, not only the first.

    The node may represent many nodes that differ in the labels `unnamed`; their values are then left out.
    """
    away = (
        *_name_reasons(demands, node),
        *_selector_reasons(demands, node, unnamed),
        *_affinity_reasons(demands, node, unnamed),
    )
    taints = untolerated(node.taints, demands.tolerations)
    if not away and not taints:
        return Verdict(should_run=True, should_continue_running=True)
    stays = not away and all(taint.effect != NO_EXECUTE for taint in taints)
    reasons = (*away, *(_taint_reason(taint, node) for taint in taints))
    return Verdict(should_run=False, should_continue_running=stays, reasons=reasons)


def _name_reasons(demands: Demands, node: Node) -> Iterator[Reason]:
    if demands.node_name and demands.node_name != node.name:
        yield pod_reason(
            "node-name", node.name, f"nodeName pins the pods to {demands.node_name}", ("nodeName",)
        )


def _selector_reasons(demands: Demands, node: Node, unnamed: Collection[str]) -> Iterator[Reason]:
    for requirement in demands.selector:
        if not requirement.met_by(node.labels.get(requirement.key)):
            yield _label_reason("node-selector", requirement, node, unnamed)


def _affinity_reasons(demands: Demands, node: Node, unnamed: Collection[str]) -> Iterator[Reason]:
    terms = demands.terms
    if terms is None or any(term.matches(node.labels, node.name) for term in terms):
        return
    if not terms:
        path = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
        yield pod_reason(
            "node-affinity", node.name, "required node affinity without terms matches no node", path
        )
    for term in terms:
        if term.broken is not None:
            yield pod_reason("node-affinity", node.name, term.why, term.broken)
            continue
        for requirement in term.failures(node.labels, node.name):
            yield _label_reason("node-affinity", requirement, node, unnamed)


def _label_reason(code: str, requirement: Requirement, node: Node, unnamed: Collection[str]) -> Reason:
    if "matchFields" in requirement.path:
        return pod_reason(code, node.name, f"the node's name: {wanted_text(requirement)}", requirement.path)
    key, value = requirement.key, node.labels.get(requirement.key)
    if value is None:
        subject, found = key, f"no label {key}"
    elif key in unnamed or not value:
        subject, found = key, f"label {key}"
    else:
        subject = f"{key}={value}"
        found = f"label {subject}"
    return pod_reason(code, subject, f"{found}, {wanted_text(requirement)}", requirement.path)


def _taint_reason(taint: Taint, node: Node) -> Reason:
    code = "taint-no-execute" if taint.effect == NO_EXECUTE else "taint-no-schedule"
    words = f"taint {taint} is not tolerated"
    if (taint.key, taint.effect) in _UNTIL_READY and not node.ready:
        words = f"NotReady: {taint} is not tolerated (no new pod until it is ready)"
    return pod_reason(code, str(taint), words, ("tolerations",))
