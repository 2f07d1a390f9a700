"""A DaemonSet as the planner sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dslint.kubernetes.access import text
from dslint.kubernetes.validation import judge
from dslint.planner.inventory.contents import Sourced
from dslint.planner.workload.demands import Demands, demands_of
from dslint.planner.workload.namespace_selectors import OPENSHIFT, requirements_of
from dslint.planner.workload.podshape import PodShape, shape_of
from dslint.planner.workload.surroundings import Surroundings, namespace_of, surroundings_of
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
    """

    number: int
    key: str
    source: Sourced
    manifest: Mapping[str, Any]
    demands: Demands
    shape: PodShape
    refused: bool = False

    @property
    def generation(self) -> str:
        """The generation of the template, as a cluster writes it down; empty in a file."""
        return text(self.source.manifest.data, "metadata", "annotations", _GENERATION)

    @property
    def labels_wanted(self) -> str:
        """The nodeSelector as `kubectl get ds` shows it: `key=value,key=value`."""
        return (
            ",".join(f"{requirement.key}={requirement.values[0]}" for requirement in self.demands.selector)
            or "<none>"
        )


def workloads_of(
    objects: Iterable[Sourced], version: str, dumps: Collection[str] = ()
) -> tuple[tuple[Workload, ...], Surroundings]:
    """The DaemonSets among objects, in order, and what the other objects say about them.

    `dumps` are the files that hold the nodes as well: of the kinds in them, all objects are known.
    """
    found = list(objects)
    complete = frozenset(sourced.manifest.name.kind for sourced in found if sourced.file in dumps)
    around = surroundings_of((sourced.manifest.data for sourced in found), version, complete)
    daemonsets = [
        sourced
        for sourced in found
        if sourced.manifest.name.kind == "DaemonSet" and not foreign_group(sourced.manifest.name.api_version)
    ]
    return tuple(
        _workload(number, daemonset, version, around) for number, daemonset in enumerate(daemonsets)
    ), around


def _workload(number: int, source: Sourced, version: str, around: Surroundings) -> Workload:
    judgement = judge(source.manifest.data, version)
    manifest = judgement.manifest
    key = f"{namespace_of(manifest)}/{text(manifest, 'metadata', 'name')}"
    demands = demands_of(manifest)
    heeded = requirements_of(around.namespaces.get(namespace_of(manifest)), OPENSHIFT)
    if heeded:
        demands = demands._replace(selector=(*demands.selector, *heeded))
    return Workload(number, key, source, manifest, demands, shape_of(manifest, around), judgement.refused)
