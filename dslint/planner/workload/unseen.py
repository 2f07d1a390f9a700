"""Demands of a manifest that a plan ignores, or checks only in part: claims, devices, kernel settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.access import items, mapping, text
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.volumes import sole_claims

_ONE_NODE = "ReadWriteOnce"


def unseen(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[str]:
    """Return a sentence for everything that may keep the pod from starting and is not checked."""
    shared = {claim for claim, _ in shared_claims(spec, namespace, around)}
    shared |= {claim.name for claim in sole_claims(spec, namespace, around)}
    for claim in _claims(spec):
        if claim not in shared and not _is_placed(around, namespace, claim):
            yield f"the claim {claim}, which all pods share, can be mounted on every node"
    for claimed in items(spec, "resourceClaims"):
        yield f"devices for the resource claim {text(claimed, 'name')} are there on every node"
    for setting in items(spec, "securityContext", "sysctls"):
        yield f"the kubelets allow the sysctl {text(setting, 'name')}"
    if _has_app_armor(spec):
        yield "the AppArmor profile is loaded on every node"


def _is_placed(around: Surroundings, namespace: str, claim: str) -> bool:
    """Whether the volume of a claim is in the input and restricts its nodes."""
    name = text(around.claims.get(f"{namespace}/{claim}"), "spec", "volumeName")
    return bool(mapping(around.volumes.get(name), "spec", "nodeAffinity"))


def shared_claims(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Return the claims that only the pods of one node can mount, and their access modes in words."""
    for name in _claims(spec):
        claim = around.claims.get(f"{namespace}/{name}")
        modes = [mode for mode in items(claim, "spec", "accessModes") if isinstance(mode, str)]
        if modes and all(mode == _ONE_NODE for mode in modes):
            yield name, ", ".join(modes)


def _claims(spec: Mapping[str, Any]) -> Iterator[str]:
    for volume in items(spec, "volumes"):
        claim = text(volume, "persistentVolumeClaim", "claimName")
        if claim:
            yield claim


def _has_app_armor(spec: Mapping[str, Any]) -> bool:
    contexts = [mapping(spec, "securityContext")]
    contexts += [mapping(container, "securityContext") for container in items(spec, "containers")]
    return any(text(context, "appArmorProfile", "type") == "Localhost" for context in contexts)
