"""A DaemonSet in the form that the planner uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dslint.kubernetes.access import text
from dslint.kubernetes.validation import judge
from dslint.planner.inventory.contents import Sourced
from dslint.planner.workload.demands import Demands, demands_of
from dslint.planner.workload.namespace_selectors import OPENSHIFT, requirements_of
from dslint.planner.workload.podshape import PodShape, shape_of
from dslint.planner.workload.surroundings import NAMED, Surroundings, namespace_of, surroundings_of
from dslint.values.api_groups import foreign_group

_GENERATION = "deprecated.daemonset.template.generation"


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """One DaemonSet of the input.

    number    its place in the order of the input
    key       `namespace/name`
    source    the object as written, and its file
    manifest  what the server would store
    refused   the server refuses the manifest: it is planned as far as it makes sense
    definition  0 for the last definition of its name, else which of the others this is
    """

    number: int
    key: str
    source: Sourced
    manifest: Mapping[str, Any]
    demands: Demands
    shape: PodShape
    refused: bool = False
    definition: int = 0

    @property
    def generation(self) -> str:
        """Return the generation of the template as a cluster records it; empty in a file."""
        return text(self.source.manifest.data, "metadata", "annotations", _GENERATION)

    @property
    def labels_wanted(self) -> str:
        """Return the nodeSelector as `kubectl get ds` shows it: `key=value,key=value`."""
        return (
            ",".join(f"{requirement.key}={requirement.values[0]}" for requirement in self.demands.selector)
            or "<none>"
        )


def workloads_of(
    objects: Iterable[Sourced], version: str, *, complete: bool = False
) -> tuple[tuple[Workload, ...], Surroundings]:
    """Return the DaemonSets among objects, in order, with the effects of the other objects.

    `complete` says that the objects are all objects of the cluster. Otherwise, that applies to the kinds in
    the dump of a cluster.
    """
    found = list(objects)
    known = NAMED if complete else {sourced.manifest.name.kind for sourced in found if sourced.dumped}
    around = surroundings_of((sourced.manifest.data for sourced in found), version, frozenset(known))
    daemonsets = [
        sourced
        for sourced in found
        if sourced.manifest.name.kind == "DaemonSet" and not foreign_group(sourced.manifest.name.api_version)
    ]
    found_workloads = [
        _workload(number, daemonset, version, around) for number, daemonset in enumerate(daemonsets)
    ]
    return tuple(_told_apart(found_workloads)), around


def _told_apart(workloads: Sequence[Workload]) -> Iterator[Workload]:
    """Number several DaemonSets of one name, which are one object: the last one that is applied stays."""
    left = Counter(workload.key for workload in workloads)
    for workload in workloads:
        left[workload.key] -= 1
        rivals = left[workload.key]
        yield replace(workload, definition=rivals) if rivals else workload


def _workload(number: int, source: Sourced, version: str, around: Surroundings) -> Workload:
    judgement = judge(source.manifest.data, version)
    manifest = judgement.manifest
    key = f"{namespace_of(manifest)}/{text(manifest, 'metadata', 'name')}"
    demands = demands_of(manifest)
    heeded = requirements_of(around.namespaces.get(namespace_of(manifest)), OPENSHIFT)
    if heeded:
        demands = demands._replace(selector=(*demands.selector, *heeded))
    return Workload(number, key, source, manifest, demands, shape_of(manifest, around), judgement.refused)
