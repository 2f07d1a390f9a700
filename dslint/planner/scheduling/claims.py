"""Claims that only one pod of the cluster can use at a time: the node that gets this pod.

Source: the plug-in VolumeRestrictions of kube-scheduler, Kubernetes 1.28 to 1.37. While a pod that has a node
uses a ReadWriteOncePod claim, no other pod with that claim gets a node. Only a pod of higher priority on the
same node preempts the first one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.planner.inventory.pods import Pod
from dslint.planner.nodes import Node
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import contains, first
from dslint.planner.scheduling.existing_pods import Presence
from dslint.planner.scheduling.one_node import Wanted
from dslint.planner.scheduling.schedules import Scheduled
from dslint.planner.values import Reason
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.volumes import MODE, SoleClaim
from dslint.planner.workload.workloads import Workload
from dslint.values.words import listed


class Home(NamedTuple):
    """The node whose pod uses a claim; None for a node that is not in the inventory.

    words  who uses it; empty where it is chance which pod does
    """

    place: int | None
    words: str = ""


class ClaimStop(NamedTuple):
    """The nodes whose pod waits for a claim that a pod of another node uses."""

    nodes: int
    reasons: tuple[Reason, ...]


def claim_stops(
    workloads: Sequence[Workload],
    decisions: Sequence[Decision],
    homes: Mapping[str, Home],
    there: int,
) -> dict[int, ClaimStop]:
    """Return DaemonSet number -> nodes whose pod waits for a claim. `there` are the existing nodes."""
    users: dict[str, dict[str, None]] = {}
    for workload in workloads:
        for claim in workload.shape.sole_claims:
            users.setdefault(claim.key, {})[workload.key] = None
    names = {key: listed(list(keys)) if len(keys) > 1 else "" for key, keys in users.items()}
    stops: dict[int, ClaimStop] = {}
    for workload, decision in zip(workloads, decisions, strict=True):
        nodes, reasons = 0, []
        for claim in workload.shape.sole_claims:
            home = homes.get(claim.key)
            away = 0 if home is None else decision.run & ~_one(home.place)
            if home is not None and away:
                nodes |= away
                words = home.words or _chance(names[claim.key], decision.run & there)
                reasons.append(pod_reason("claim-in-use", claim.name, f"{_said(claim)}: {words}", claim.path))
        if nodes:
            stops[workload.number] = ClaimStop(nodes, tuple(reasons))
    return stops


def _one(place: int | None) -> int:
    return 0 if place is None else 1 << place


def _said(claim: SoleClaim) -> str:
    return f"the claim {claim.name} ({MODE}) serves one pod at a time"


def _chance(users: str, run: int) -> str:
    """Return who may use a claim; `users` are the DaemonSets, if there are several."""
    which = "which one is not deterministic"
    if users:
        return f"one pod of {users} starts; {which}"
    desired = run.bit_count()
    return f"1 of the {desired} pods starts; {which}" if desired > 1 else "no other pod starts"


def homes_of(
    workloads: Sequence[Workload],
    nodes: Sequence[Node],
    decisions: Sequence[Decision],
    presence: Presence,
    pods: Sequence[Pod],
) -> dict[str, Home]:
    """Return the claims that an existing pod uses and continues to use."""
    wanted = {claim.key for workload in workloads for claim in workload.shape.sole_claims}
    homes: dict[str, Home] = {}
    if not wanted or not any(pod.claims for pod in pods):
        return homes
    for key, home in _kept(nodes, decisions, presence):
        if key in wanted:
            homes.setdefault(key, home)
    names = {node.name for node in nodes}
    for pod in pods:
        if pod.node and pod.node not in names:
            for key in wanted.intersection(pod.claims):
                homes.setdefault(key, Home(None, f"{pod.holder or pod.key} uses it on {pod.node}"))
    return homes


def _kept(
    nodes: Sequence[Node], decisions: Sequence[Decision], presence: Presence
) -> Iterator[tuple[str, Home]]:
    for place, occupants in presence.present.items():
        for occupant in occupants:
            for key in occupant.claims:
                yield key, Home(place, f"{occupant.holder} uses it on {nodes[place].name}")
    for number, pods in presence.old.items():
        for place, pod in pods.items():
            for key in pod.claims if contains(decisions[number].run, place) else ():
                yield key, Home(place, f"{pod.owner or pod.key} uses it on {nodes[place].name}")


def chosen_homes(
    to_place: Sequence[tuple[Wanted, int]], scheduled: Scheduled, known: Mapping[str, Home], there: int
) -> dict[str, Home]:
    """Return, for unused claims, the first node on which a pod with it fits.

    An existing node comes before a future node of a pool. In a cluster, the choice is random.
    """
    homes = dict(known)
    for pod, nodes in to_place:
        if pod.turned_away:
            continue
        for claim in pod.shape.sole_claims:
            if claim.key not in homes:
                bound = nodes & ~scheduled.in_classes(scheduled.waiting.get(pod.number, {}))
                bound &= ~scheduled.in_classes(scheduled.refused.get(pod.number, {}))
                if bound:
                    homes[claim.key] = Home(first(bound & there or bound))
    return homes
