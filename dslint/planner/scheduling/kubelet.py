"""Pods that a node always rejects, whatever they tolerate: its kubelet on arrival, or Fargate.

Source: pkg/kubelet/lifecycle/predicate.go and pkg/kubelet/eviction/eviction_manager.go, Kubernetes 1.28 to
1.37. Memory pressure alone lets every DaemonSet pod in: its controller adds the toleration that the kubelet
asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from dslint.kubernetes.priorities import CRITICAL
from dslint.kubernetes.taints import Taint
from dslint.planner.placement.node_sets import Index
from dslint.planner.values import Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.reasons import pod_reason
from dslint.values.path import POD_LABELS, POD_SPEC, FieldPath, MapKey, field_text

_OS = "kubernetes.io/os"
_PRESSURES = {"DiskPressure": "disk-pressure", "PIDPressure": "pid-pressure"}
"""Condition -> the name of its taint after `node.kubernetes.io/`."""
_OS_NAME: FieldPath = (*POD_SPEC, "os", "name")
_OS_LABEL: FieldPath = (*POD_LABELS, MapKey(_OS))


class Refused(NamedTuple):
    """Nodes (as bits) whose kubelet rejects the pod, and why."""

    nodes: int
    reasons: tuple[Reason, ...]


def refused_by_kubelets(shape: PodShape, index: Index, among: int) -> Iterator[Refused]:
    """Return disjoint sets of nodes, all in `among`."""
    rest = among
    for nodes, reason in (*_fargate(index), *_other_system(shape, index), *_under_pressure(shape, index)):
        here = rest & nodes
        if here:
            yield Refused(here, (reason,))
            rest &= ~here


def _fargate(index: Index) -> Iterator[tuple[int, Reason]]:
    """Return the Fargate nodes: the controller creates pods there if they tolerate it, but none starts."""
    if index.fargate:
        words = "Fargate runs no DaemonSet pods, whatever they tolerate: the pod never starts"
        yield index.fargate, pod_reason("fargate", "eks.amazonaws.com/compute-type=fargate", words, ())


def _other_system(shape: PodShape, index: Index) -> Iterator[tuple[int, Reason]]:
    for wanted, what, path in (
        (shape.os, "spec.os.name is", _OS_NAME),
        (shape.os_label, f"the pod label {_OS} is", _OS_LABEL),
    ):
        if not wanted:
            continue
        for system in index.label(_OS).values:
            if system is not None and system != wanted:
                words = f"the kubelet rejects the pod: {what} {wanted}, and the node runs {system}"
                reason = Reason("node-os", f"{_OS}={system}", words, field_text(path), path)
                yield index.label(_OS).among((system,)), reason


def _under_pressure(shape: PodShape, index: Index) -> Iterator[tuple[int, Reason]]:
    if shape.priority >= CRITICAL:
        return
    for condition, key in _PRESSURES.items():
        words = (
            f"{condition}: the kubelet rejects pods that are not critical until it is over; the controller "
            "makes new ones again and again"
        )
        nodes = index.taints.where(partial(_has, key=f"node.kubernetes.io/{key}"))
        yield nodes, pod_reason("pressure", condition, words, ("priorityClassName",))


def _has(taints: Iterable[Taint], key: str) -> bool:
    return any(taint.key == key for taint in taints)
