"""Claims that keep pods Pending: their volume exists on some nodes only, or they serve only one pod.

The DaemonSet controller ignores them. Source: the plug-ins VolumeBinding, VolumeZone and VolumeRestrictions
of kube-scheduler, Kubernetes 1.28 to 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.affinity import REQUIRED, Requirement, required_terms
from dslint.planner.workload.demands import Demands
from dslint.planner.workload.surroundings import Object, Surroundings
from dslint.values.path import FieldPath

_ZONES = (
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
)
MODE = "ReadWriteOncePod"
"""The access mode of a claim that only one pod of the cluster can use at a time."""
_SEVERAL = "__"
"""The separator between the zones of a volume."""


class BoundVolume(NamedTuple):
    """A claim of the pod, and the volume that it is bound to.

    demands  what the volume demands of a node, in the form of a pod's demands
    where    the same in words
    path     the claim in the pod spec
    """

    claim: str
    volume: str
    demands: Demands
    where: str
    path: FieldPath


class SoleClaim(NamedTuple):
    """A claim that only one pod of the cluster can use at a time.

    key   `namespace/name`, by which pods that are there name it
    path  the claim in the pod spec
    """

    name: str
    key: str
    path: FieldPath


def sole_claims(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[SoleClaim]:
    """Return the ReadWriteOncePod claims of the input that a pod uses."""
    for claim, path in _claims(spec):
        key = f"{namespace}/{claim}"
        if MODE in items(around.claims.get(key), "spec", "accessModes"):
            yield SoleClaim(claim, key, path)


def _claims(spec: Mapping[str, Any]) -> Iterator[tuple[str, FieldPath]]:
    """Return the claims that a pod names, each once, with their places."""
    seen: set[str] = set()
    for place, written in enumerate(items(spec, "volumes")):
        claim = text(written, "persistentVolumeClaim", "claimName")
        if claim and claim not in seen:
            seen.add(claim)
            yield claim, ("volumes", place, "persistentVolumeClaim", "claimName")


def bound_volumes(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[BoundVolume]:
    """Return the volumes that some nodes cannot mount."""
    for claim, path in _claims(spec):
        name = text(around.claims.get(f"{namespace}/{claim}"), "spec", "volumeName")
        volume = around.volumes.get(name)
        if volume is None:
            continue
        demands = _demands_of(volume)
        if demands.selector or demands.terms is not None:
            yield BoundVolume(claim, name, demands, _where(demands), path)


def _demands_of(volume: Object) -> Demands:
    required = mapping(volume, "spec", "nodeAffinity", "required")
    terms = None
    if required:
        terms = required_terms({"affinity": {"nodeAffinity": {REQUIRED[-1]: required}}})
    labels = mapping(volume, "metadata", "labels")
    zones = tuple(
        Requirement(key, "In", tuple(labels[key].split(_SEVERAL)), ())
        for key in _ZONES
        if isinstance(labels.get(key), str) and labels[key]
    )
    return Demands("", zones, terms, ())


def _where(demands: Demands) -> str:
    """Return `topology.kubernetes.io/zone=a`, from the first term."""
    expressions = [*demands.selector]
    if demands.terms:
        expressions += [*demands.terms[0].expressions, *demands.terms[0].fields]
    words = (
        f"{requirement.key}={'|'.join(requirement.values)}"
        if requirement.operator == "In"
        else f"{requirement.key} {requirement.operator} {' '.join(requirement.values)}".strip()
        for requirement in expressions
    )
    more = " or others" if demands.terms and len(demands.terms) > 1 else ""
    return f"{', '.join(words)}{more}"
