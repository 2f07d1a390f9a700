"""DaemonSets that wait for each other, or for themselves, because of taints that only they remove."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.kubernetes.node_taints import says_starting
from dslint.kubernetes.taints import NOT_READY, Taint, untolerated
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload

_UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized"
_WAITS_FOR_NETWORK = (NOT_READY, "node.kubernetes.io/network-unavailable")
_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 3


def deadlocks(planned: Planned) -> Iterator[str]:
    """Return a sentence per deadlock."""
    yield from _each_other(planned)
    yield from _themselves(planned)


def _keys_missing(workload: Workload, taints: tuple[Taint, ...]) -> set[str]:
    return {taint.key for taint in untolerated(taints, workload.demands.tolerations)}


def _each_other(planned: Planned) -> Iterator[str]:
    """Report pairs of agents: one waits for the cloud controller, the other for a ready node."""
    column = planned.index.taints
    for taints in column.values:
        keys = {taint.key for taint in taints}
        if _UNINITIALIZED not in keys or not keys & set(_WAITS_FOR_NETWORK):
            continue
        nodes = column.among((taints,)) & planned.there
        if not nodes:
            continue
        waits_for_cloud, waits_for_network = [], []
        for workload in planned.workloads:
            if not planned.index.matching(workload.demands) & nodes:
                continue
            missing = _keys_missing(workload, taints)
            name = workload.key.partition("/")[2]
            if missing == {_UNINITIALIZED}:
                waits_for_cloud.append(name)
            elif missing and missing <= set(_WAITS_FOR_NETWORK):
                waits_for_network.append(name)
        if waits_for_cloud and waits_for_network:
            first, second = ", ".join(waits_for_cloud), ", ".join(waits_for_network)
            yield (
                f"Deadlock on {in_a_sentence(planned.index, nodes)}: {first} waits until a cloud controller "
                f"removes {_UNINITIALIZED}, {second} until the network makes the node ready. If they are "
                "these two, neither starts: let each tolerate the other's taint."
            )


def _themselves(planned: Planned) -> Iterator[str]:
    """Report agents that their own startup taint keeps away."""
    for workload in planned.workloads:
        words = _words_of(workload)
        stuck: dict[str, int] = {}
        wanted = planned.index.matching(workload.demands) & planned.there
        for taints, missing in planned.index.kept_off(workload.demands).items():
            for taint in missing:
                if says_starting(taint.key) and words & set(_WORD.findall(taint.key.lower())):
                    nodes = planned.index.taints.among((taints,)) & wanted
                    stuck[str(taint)] = stuck.get(str(taint), 0) | nodes
        for taint_words, nodes in stuck.items():
            if nodes:
                name = workload.key.partition("/")[2]
                where = in_a_sentence(planned.index, nodes)
                yield (
                    f"Deadlock on {where}: {name} does not tolerate {taint_words}, "
                    "which by its name goes only when that agent runs; new nodes stay locked."
                )


def _words_of(workload: Workload) -> set[str]:
    """Return the words of its name and labels that identify the agent."""
    texts = [workload.key.partition("/")[2], *workload.shape.labels.values()]
    found = {word for text in texts for word in _WORD.findall(text.lower()) if len(word) > _SHORT}
    return found - {"node", "agent", "daemonset", "kube", "system"}
