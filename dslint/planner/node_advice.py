"""Problems of a DaemonSet that only an inventory shows: nodes reached by accident, typos.

A node is reached if it gets a pod. Every question is asked once per distinct label value and list of taints,
so a thousand nodes cost no more than their kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.taints import Taint, tolerates
from dslint.planner.placement.node_words import where_words
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC
from dslint.values.problem import Problem, Severity
from dslint.values.words import closest, counted

OS, ARCH = "kubernetes.io/os", "kubernetes.io/arch"
_AUTOMATIC: Final = "node.kubernetes.io/"
"""Taints that follow from a condition: a node without one now may have it tomorrow."""


def node_advice(planned: Planned, workload: Workload) -> Iterator[Problem]:
    """Return the problems of one DaemonSet on the nodes of the inventory."""
    if not planned.inventory.nodes:
        return
    reached = planned.decisions[workload.number].run & planned.there
    if reached:
        yield from _virtual(planned, reached)
        yield from _mixed(planned, workload, reached, OS, "os-unconstrained", "warning")
        yield from _mixed(planned, workload, reached, ARCH, "arch-unconstrained", None)
    yield from _without_taint(planned, workload)


def _virtual(planned: Planned, reached: int) -> Iterator[Problem]:
    nodes = planned.index.virtual & reached
    if nodes:
        where = f"{counted(nodes.bit_count(), 'virtual node')} ({where_words(planned.index, nodes)})"
        yield Problem(
            "virtual-node-reached",
            POD_SPEC,
            f"a pod would run on {where}, which has no machine",
            anchor="key",
            result="The pod stays Pending or fails there: virtual nodes run no DaemonSet pods.",
            write=f"required node affinity that excludes them: {_other_nodes(planned, nodes)}",
        )


def _other_nodes(planned: Planned, nodes: int) -> str:
    if nodes & planned.index.fargate:
        return "{key: eks.amazonaws.com/compute-type, operator: NotIn, values: [fargate]}"
    return "{key: type, operator: NotIn, values: [virtual-kubelet]}"


def _mixed(
    planned: Planned, workload: Workload, reached: int, label: str, rule: str, severity: Severity | None
) -> Iterator[Problem]:
    """Report nodes of several systems or architectures if the manifest selects none."""
    demands = workload.demands
    asked = [requirement.key for requirement in demands.selector]
    asked += [requirement.key for term in demands.terms or () for requirement in term.expressions]
    if label in asked or demands.node_name:
        return
    column = planned.index.label(label)
    found = {value: nodes for value in column.values if value and (nodes := column.among((value,)) & reached)}
    if len(found) > 1:
        kinds = ", ".join(
            f"{value} ({where_words(planned.index, nodes)})" for value, nodes in sorted(found.items())
        )
        yield Problem(
            rule,
            POD_SPEC,
            f"pods would run on nodes with {label} {kinds}",
            anchor="key",
            result="Where the image is not made for it, the pod cannot start.",
            write=f"nodeSelector: {{{label}: {_usual(found)}}}",
            severity=severity,
        )


def _usual(found: Mapping[str, int]) -> str:
    """Return the value that most nodes have."""
    return max(sorted(found), key=lambda value: found[value].bit_count())


def _without_taint(planned: Planned, workload: Workload) -> Iterator[Problem]:
    """Report tolerations whose key no taint of the inventory has."""
    taints = dict.fromkeys(taint for held in planned.index.taints.values for taint in held)
    keys = sorted({taint.key for taint in taints})
    spec = mapping(workload.source.manifest.data, *map(str, POD_SPEC))
    for index, toleration in enumerate(items(spec, "tolerations")):
        key = toleration.get("key") if isinstance(toleration, dict) else None
        if not isinstance(key, str) or not key or key.startswith(_AUTOMATIC):
            continue
        if not any(tolerates(toleration, taint) for taint in taints):
            yield _no_taint(index, key, toleration, taints, keys)


def _no_taint(
    index: int, key: str, toleration: Mapping[str, Any], taints: Mapping[Taint, None], keys: list[str]
) -> Problem:
    same = [str(taint) for taint in taints if taint.key == key]
    near = closest(key, keys)
    if same:
        near_miss = f"; there is {', '.join(same[:3])}"
        write = f"a toleration of {same[0]}"
    elif near:
        near_miss, write = f"; did you mean {near}?", f"key: {near}"
    else:
        near_miss, write = "", "remove the toleration, unless the taint is added later"
    said = f"{key}={toleration['value']}" if toleration.get("value") else key
    return Problem(
        "toleration-without-taint",
        (*POD_SPEC, "tolerations", index),
        f"no node of the inventory has a taint that this tolerates ({said}){near_miss}",
        result="The toleration has no effect on any of these nodes.",
        write=write,
    )
