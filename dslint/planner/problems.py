"""The problems of a plan, with rule ids; the linter turns them into findings."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.affinity import REQUIRED, Requirement
from dslint.planner.near_misses import nearest_key, nearest_value
from dslint.planner.node_advice import node_advice
from dslint.planner.node_names import some
from dslint.planner.on_pools.answers import possible_nodes
from dslint.planner.on_pools.problems import pool_problems
from dslint.planner.outcomes import Group, alike_groups, groups_of, names_of
from dslint.planner.placement.node_sets import Index, first
from dslint.planner.placement.node_words import counted_words
from dslint.planner.plan import Planned
from dslint.planner.remedies import with_higher_priority
from dslint.planner.rollout.image_update import blocked, update_of
from dslint.planner.values import Reason
from dslint.planner.workload.demands import Demands
from dslint.planner.workload.workloads import Workload
from dslint.reader.objects import Told
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Problem
from dslint.values.words import closest, counted

PENDING = "pod-pending"
BLOCKED = "pod-blocked"
SELECTS_NONE = "selects-no-node"
DEFINED_TWICE = "defined-twice"
_SURE = 0.85
"""The minimum similarity of two label keys: `node-role.kubernetes.io/…` is half of many."""
_SHOWN = 3
"""The maximum number of named values of a label."""


def plan_problems(planned: Planned) -> Iterator[Told]:
    """Return all problems, DaemonSet by DaemonSet."""
    first: dict[str, Workload] = {}
    for workload in planned.workloads:
        other = first.setdefault(workload.key, workload)
        if other is not workload:
            yield workload.source.told(_defined_twice(workload, other))
        for problem in _problems(planned, workload):
            yield workload.source.told(problem)


def _defined_twice(workload: Workload, first: Workload) -> Problem:
    source = first.source
    there = f"{source.file}:{source.manifest.document.span(source.manifest.node).line}"
    return Problem(
        DEFINED_TWICE,
        ("metadata", "name"),
        f"duplicate DaemonSet {workload.key}; first defined at {there}",
        result="A cluster has one object of this name: applied one after the other, the last one stays. "
        "Each is planned without the others, and costs count the last one.",
        write="another name or namespace, or plan one of the files only",
        note=f"first defined at {there}",
    )


def _problems(planned: Planned, workload: Workload) -> Iterator[Problem]:
    yield from _on_nodes(planned, workload)
    yield from node_advice(planned, workload)
    yield from pool_problems(planned, workload)


def _on_nodes(planned: Planned, workload: Workload) -> Iterator[Problem]:
    run = planned.decisions[workload.number].run
    if run and not run & possible_nodes(planned):
        yield _no_machine(planned, run)
        return
    if not run:
        if planned.inventory.nodes:
            yield _selects_none(planned, workload)
        return
    groups = [
        group
        for group in groups_of(planned, workload)
        if group.nodes & planned.there and group.successor is None
    ]
    for outcome, rule in (("pending", PENDING), ("blocked", BLOCKED)):
        for alike in alike_groups(group for group in groups if group.outcome == outcome):
            yield _without_pod(planned, workload, rule, alike, run & planned.there)
    stops = blocked(planned, update_of(planned, workload))
    if stops is not None:
        yield stops


def _without_pod(planned: Planned, workload: Workload, rule: str, group: Group, run: int) -> Problem:
    reason = group.reasons[0]
    nodes = group.nodes & planned.there
    where = counted_words(planned.index, nodes)
    what = "the pod stays Pending" if rule == PENDING else "there is no pod"
    return Problem(
        rule,
        reason.path,
        f"{what} on {where}: {'; '.join(found.text for found in group.reasons)}",
        field=reason.field,
        result=_RESULTS[rule],
        note=reason.text,
        write=_way_out(planned, workload, reason, nodes),
        severity="error" if nodes == run else None,
    )


_RESULTS = {
    PENDING: "It counts as unavailable, so it uses up the budget of every update.",
    BLOCKED: "The node counts as desired, the controller retries forever, and no pod runs.",
}
_WAYS_OUT = {
    "insufficient-resource": "a smaller request, a priority class that makes room, or other nodes",
    "host-port": "another hostPort, or a selector that keeps the two apart",
    "scheduling-gate": "remove schedulingGates: nothing removes them from the pods of a DaemonSet",
    "scheduler-name": "remove schedulerName, unless that scheduler runs in the cluster",
    "pressure": "nothing: free disk space or processes on the node, or use a critical priority class",
    "node-os": "spec.os.name and a nodeSelector on kubernetes.io/os that agree",
    "namespace-node-selector": "the Namespace's node selector in the template as well",
    "volume": "an ephemeral volume, one that every node can mount, or a selector for its nodes",
    "claim-in-use": "an ephemeral volume (a claim for each pod), or a claim that many pods can mount",
    "runtime-class": "the RuntimeClass's nodeSelector in the template as well",
}


def _way_out(planned: Planned, workload: Workload, reason: Reason, nodes: int) -> str:
    if reason.code == "insufficient-resource" and reason.room is not None and not reason.room.held_by:
        return "a smaller request, or other nodes: even an empty node is too small"
    if reason.code == "insufficient-resource" and nodes:
        raised = with_higher_priority(planned, workload, first(nodes))
        if raised.agents:
            return "a smaller request, or other nodes; a higher priority only makes other DaemonSets wait"
        if raised.helps:
            above = "a priorityClassName above the pods that are there"
            return f"{above}: it preempts {raised.pushed} on each such node"
        return "a smaller request, or other nodes; a higher priority does not help"
    return _WAYS_OUT.get(reason.code, "")


def _selects_none(planned: Planned, workload: Workload) -> Problem:
    """Report the condition that excludes the last nodes, in the order of the controller."""
    index, demands = planned.index, workload.demands
    total = len(planned.inventory.nodes)
    left = index.every
    if demands.node_name:
        left &= index.names.among((demands.node_name,))
        if not left:
            near = closest(demands.node_name, (node.name for node in planned.inventory.nodes))
            words = f"none of the {counted(total, 'node')} is named {demands.node_name}"
            return _none(("nodeName",), words, near)
    for requirement in demands.selector:
        met = index.met(requirement)
        if not left & met:
            return _none(requirement.path, *_unmet(planned, requirement, left))
        left &= met
    matching = index.matching(demands)
    if not matching:
        return _no_term(planned, workload, left)
    taints = list(_taints_of(index, demands, matching))
    more = f" and {len(taints) - _SHOWN} more" if len(taints) > _SHOWN else ""
    words = f"no toleration for the taints of {_of(matching, total)}: {', '.join(taints[:_SHOWN])}{more}"
    return _none(("tolerations",), words, "")


def _taints_of(index: Index, demands: Demands, nodes: int) -> dict[str, None]:
    """Return the taints of some nodes that are not tolerated, those of the first nodes first."""
    kept_off = index.kept_off(demands)
    return dict.fromkeys(
        str(taint)
        for taints, kept in kept_off.items()
        if kept and index.taints.among((taints,)) & nodes
        for taint in kept
    )


def _no_term(planned: Planned, workload: Workload, left: int) -> Problem:
    """Name the expression of required node affinity that excludes the last node, term by term."""
    words: list[str] = []
    near = ""
    path: FieldPath = REQUIRED
    for term in workload.demands.terms or ():
        rest = left
        for requirement in term.expressions:
            rest &= planned.index.met(requirement)
            if not rest:
                path = path if words else requirement.path
                near = near or _unmet(planned, requirement, left)[1]
                words.append(
                    f"{requirement.key} {requirement.operator} {', '.join(requirement.values)}".strip()
                )
                break
        else:
            words.append(term.why or "the node's name")
    which = f"fails at {'; '.join(words[:_SHOWN])}" if words else "has no terms"
    total = len(planned.inventory.nodes)
    return _none(path, f"required node affinity matches none of {_of(left, total)}: it {which}", near)


def _none(path: tuple[str | int, ...], words: str, near: str) -> Problem:
    meant = near.replace(": ", "=")
    return Problem(
        SELECTS_NONE,
        (*POD_SPEC, *path),
        f"no node of the inventory gets a pod: {words}" + (f"; did you mean {meant}?" if meant else ""),
        result="The DaemonSet is accepted, wants 0 pods and looks healthy.",
        write=near,
        note=words,
    )


def _unmet(planned: Planned, requirement: Requirement, left: int) -> tuple[str, str]:
    """Return what no node has, and the nearest existing label or value."""
    nodes = planned.inventory.nodes
    key, value = requirement.key, "".join(requirement.values[:1])
    values = [value for value in planned.index.label(key).values if value is not None]
    whole = f"{key}={value}"
    others = left != planned.index.every
    if values:
        shown = ", ".join(sorted(values)[:_SHOWN]) + (" and others" if len(values) > _SHOWN else "")
        words = f"none {'of the remaining nodes ' if others else ''}has {whole} (values: {shown})"
        near = nearest_value(value, values)
        return words, f"{key}: {near}" if near else ""
    words = f"no node has a label {key}"
    return words, nearest_key(key, dict.fromkeys(label for node in nodes for label in node.labels))


def _of(nodes: int, total: int) -> str:
    number = nodes.bit_count()
    return (
        f"the {counted(total, 'node')}"
        if number == total
        else f"the {number} of {counted(total, 'node')} left"
    )


def _no_machine(planned: Planned, run: int) -> Problem:
    """Report that only nodes that no known machine type matches would get a pod."""
    words = f"no machine type known to dslint is like {some(names_of(planned, run))}"
    return Problem(
        SELECTS_NONE,
        POD_SPEC,
        f"no node of the inventory gets a pod: {words}",
        result="The DaemonSet is accepted, wants 0 pods and looks healthy.",
        note=words,
    )
