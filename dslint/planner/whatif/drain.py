"""Pods on a node that `kubectl drain` skips or needs a flag for, and disruption budgets.

Source: the filters of k8s.io/kubectl/pkg/drain, Kubernetes 1.28 to 1.37.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.selectors import selects
from dslint.planner.inventory.pods import Pod


class Drained(NamedTuple):
    """The pods on drained nodes.

    daemonsets  DaemonSets with pods there: --ignore-daemonsets leaves them alone
    evicted     how many other pods leave once the drain goes through; None where the input has no pods
    advanced    DaemonSets of OpenKruise with pods there: drain does not find them, --force evicts the pods
    bare        pods without a controller: --force deletes them for good
    empty_dirs  pods with emptyDir volumes: --delete-emptydir-data deletes what is in them
    mirrors     static pods, which are skipped
    budgets     PodDisruptionBudgets of these pods that allow no disruption now
    """

    daemonsets: tuple[str, ...]
    evicted: int | None
    bare: tuple[str, ...] = ()
    empty_dirs: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    budgets: tuple[str, ...] = ()
    advanced: tuple[str, ...] = ()


def drained(
    daemonsets: Iterable[str],
    pods: Iterable[Pod],
    budgets: Iterable[Mapping[str, Any]],
    *,
    known: bool,
    advanced: Collection[str] = (),
) -> Drained:
    """Sort the pods of drained nodes.

    `known` says whether the input has any pods; `advanced` are the DaemonSets of OpenKruise.
    """
    found = list(pods)
    mirrors = [pod for pod in found if pod.mirror]
    owned = [pod for pod in found if pod.owner and not pod.mirror]
    others = [pod for pod in found if not pod.owner and not pod.mirror]
    keys = dict.fromkeys((*daemonsets, *(pod.owner for pod in owned)))
    return Drained(
        daemonsets=tuple(key for key in keys if key not in advanced),
        evicted=len(others) if known else None,
        bare=tuple(pod.key for pod in others if pod.orphan),
        empty_dirs=tuple(pod.key for pod in others if pod.empty_dirs),
        mirrors=tuple(pod.key for pod in mirrors),
        budgets=tuple(_closed(others, budgets)),
        advanced=tuple(key for key in keys if key in advanced),
    )


def _closed(pods: list[Pod], budgets: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for budget in budgets:
        namespace = text(budget, "metadata", "namespace") or "default"
        selector = mapping(budget, "spec").get("selector")
        meant = any(pod.namespace == namespace and selects(selector, pod.labels) for pod in pods)
        if meant and not _allows(budget):
            yield f"{namespace}/{text(budget, 'metadata', 'name')}"


def _allows(budget: Mapping[str, Any]) -> bool:
    """Whether a budget allows a disruption now, according to its status, or ever, according to its spec."""
    allowed = mapping(budget, "status").get("disruptionsAllowed")
    if isinstance(allowed, int):
        return allowed > 0
    spec = mapping(budget, "spec")
    return spec.get("maxUnavailable") not in (0, "0", "0%") and spec.get("minAvailable") != "100%"
