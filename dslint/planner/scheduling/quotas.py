"""ResourceQuotas over several DaemonSets: the number of nodes on which each still gets its pod."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.admission.quota import already_used, hard_limits, pods_left, shown_hard, usage
from dslint.kubernetes.admission.quota_scopes import applies, is_scoped
from dslint.kubernetes.requests import Amounts
from dslint.planner.inventory.pods import Pod
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.values import Reason
from dslint.planner.workload.podshape import with_class
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.surroundings import Object, Surroundings
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC

_DAEMONSETS = "count/daemonsets.apps"


class QuotaStop(NamedTuple):
    """The nodes without a pod when the quota is used up. Their number is certain, their choice is random."""

    nodes: int
    reason: Reason


def quota_stops(
    workloads: Sequence[Workload],
    decisions: Sequence[Decision],
    around: Surroundings,
    pods: Sequence[Pod],
    there: int,
) -> dict[int, QuotaStop]:
    """Return DaemonSet number -> the nodes that a quota leaves without a pod, DaemonSet by DaemonSet.

    `there` are the existing nodes: an empty pool uses nothing.
    """
    stops: dict[int, QuotaStop] = {}
    if not around.quotas:
        return stops
    keys = {workload.key for workload in workloads}
    taken: dict[tuple[str, str], Amounts] = {}
    for namespace, quotas in around.quotas.items():
        for quota in quotas:
            taken[namespace, _name(quota)] = _taken(quota, namespace, pods, keys)
    stored: dict[str, set[str]] = {}
    for workload, decision in zip(workloads, decisions, strict=True):
        stored.setdefault(workload.shape.namespace, set()).add(workload.key)
        if workload.shape.refusals or not decision.run:
            continue
        stop = _not_stored(workload, decision.run, around, stored) or _stop(
            workload, decision.run, there, around, taken
        )
        if stop is not None:
            stops[workload.number] = stop
    return stops


def _not_stored(
    workload: Workload, run: int, around: Surroundings, stored: Mapping[str, set[str]]
) -> QuotaStop | None:
    """Whether the quota does not even allow the DaemonSet itself."""
    namespace = workload.shape.namespace
    for quota in around.quotas.get(namespace, ()):
        most = hard_limits(quota).get(_DAEMONSETS)
        if most is not None and len(stored[namespace]) > most:
            subject = f"ResourceQuota {_name(quota)}"
            words = f"{subject} ({shown_hard(quota, _DAEMONSETS)}) does not let the DaemonSet in"
            return QuotaStop(run, pod_reason("quota", subject, words, ()))
    return None


def _stop(
    workload: Workload,
    run: int,
    there: int,
    around: Surroundings,
    taken: Mapping[tuple[str, str], Amounts],
) -> QuotaStop | None:
    shape = workload.shape
    spec = with_class(mapping(workload.manifest, *map(str, POD_SPEC)), around)
    one_pod = usage(shape.requests, shape.limits)
    desired = (run & there).bit_count()
    created, stop = desired, None
    counting = [
        quota
        for quota in around.quotas.get(shape.namespace, ())
        if applies(quota, spec, shape.requests, shape.limits)
    ]
    for quota in counting:
        left = pods_left(quota, taken[shape.namespace, _name(quota)], one_pod)
        if left is None or left[0] >= created:
            continue
        created = left[0]
        subject = f"ResourceQuota {_name(quota)}"
        words = (
            f"{subject} ({shown_hard(quota, left[1])}) lets in {created} of the {desired} pods; "
            "which nodes get none is not deterministic"
        )
        without = _last(run & there, desired - created) | run & ~there
        stop = QuotaStop(without, pod_reason("quota", subject, words, ()))
    for quota in counting if not workload.definition else ():
        used = taken[shape.namespace, _name(quota)]
        for name, number in one_pod.items():
            used[name] = used.get(name, 0) + number * created
    return stop


def _last(nodes: int, number: int) -> int:
    """Return the last few of a set of nodes."""
    chosen = list(places(nodes))[-number:]
    return set_of(chosen, nodes.bit_length())


def _taken(quota: Object, namespace: str, pods: Sequence[Pod], planned: set[str]) -> Amounts:
    """Return the current usage of a quota, without the pods of planned DaemonSets."""
    there = [pod for pod in pods if pod.namespace == namespace]
    if not pods:
        return already_used(quota)
    if not is_scoped(quota):
        return _sum(pod for pod in there if pod.owner not in planned)
    # Pods do not have all data for scopes; the quota itself knows what it counts.
    again = _sum(pod for pod in there if pod.owner in planned)
    return {name: max(number - again.get(name, 0), 0) for name, number in already_used(quota).items()}


def _sum(pods: Iterable[Pod]) -> Amounts:
    used: Amounts = {}
    for pod in pods:
        for name, number in usage(pod.requests, {}).items():
            used[name] = used.get(name, 0) + number
    return used


def _name(quota: Object) -> str:
    return text(quota, "metadata", "name")
