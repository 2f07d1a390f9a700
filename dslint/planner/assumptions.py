"""The assumptions of a plan about facts that the input does not contain."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.amounts import shown
from dslint.planner.node_names import brief
from dslint.planner.nodes import Node
from dslint.planner.older_kubelets import older_kubelet_notes
from dslint.planner.on_pools.assumptions import pool_assumptions
from dslint.planner.plan import Planned
from dslint.values.words import counted

NO_PODS = "no other pods on the nodes"


def assumptions_of(planned: Planned, *, pods_given: bool) -> tuple[str, ...]:
    """Return one sentence per assumption."""
    return (
        *_implied(planned),
        *_unsaid_room(planned),
        *pool_assumptions(planned),
        *planned.inventory.notes,
        *dict.fromkeys(
            assumption for workload in planned.workloads for assumption in workload.shape.assumptions
        ),
        *_living_pods(planned),
        *older_kubelet_notes(planned),
        *_races(planned),
        *_pods(planned, given=pods_given),
    )


def _implied(planned: Planned) -> Iterator[str]:
    by_taints: dict[tuple[str, ...], list[str]] = {}
    for node in planned.inventory.nodes:
        if node.implied:
            by_taints.setdefault(tuple(str(taint) for taint in node.implied), []).append(node.name)
    for taints, names in by_taints.items():
        verb, whose = ("has", "its") if len(names) == 1 else ("have", "their")
        follow = "follows" if len(taints) == 1 else "follow"
        yield f"{brief(names)} {verb} {' and '.join(taints)}, which {follow} from {whose} state"


def _unsaid_room(planned: Planned) -> Iterator[str]:
    variants = planned.inventory.variants
    real = (node for node in _real(planned) if node.name not in variants)
    unsaid = [node.name for node in real if node.allocatable is None]
    if unsaid:
        yield f"everything fits on {brief(unsaid)}: the inventory gives no allocatable"


def _living_pods(planned: Planned) -> Iterator[str]:
    """Report pods with other requests than their template: a VPA, a webhook or a sidecar changes them."""
    for workload in planned.workloads:
        pods = planned.presence.old.get(workload.number, {})
        asked = workload.shape.requests
        names = (name for pod in pods.values() for name in (*pod.requests, *asked))
        for resource in dict.fromkeys(names):
            found = sorted({pod.requests.get(resource, 0) for pod in pods.values()})
            template = asked.get(resource, 0)
            if any(amount > template for amount in found):
                yield (
                    f"new pods of {workload.key} ask for {shown(resource, template)} {resource} as the "
                    f"template says; those that run ask for up to {shown(resource, found[-1])} (an older "
                    "template, a vertical autoscaler, a webhook or an injected sidecar)"
                )


def _races(planned: Planned) -> Iterator[str]:
    racing = sorted({number for schedule in planned.schedules for number in schedule.races})
    if not racing:
        return
    keys = ", ".join(planned.workloads[number].key for number in racing)
    if planned.across_nodes:
        yield (
            f"pods are created in the order of the input and of the nodes; in a cluster the order is random, "
            f"so the pods of {keys} may run on other nodes than shown, and on more or fewer"
        )
        return
    yield (
        f"pods are created in the order of the input; {keys} would run instead of another pod of the same "
        "priority if it came first"
    )


def _pods(planned: Planned, *, given: bool) -> Iterator[str]:
    if not given:
        yield f"{NO_PODS} (--pods FILE counts them)"
    elif planned.presence.elsewhere:
        pods = counted(planned.presence.elsewhere, "pod")
        yield f"{pods} on nodes that the inventory does not have left out"


def _real(planned: Planned) -> Iterator[Node]:
    return (node for node in planned.inventory.nodes if node.count)
