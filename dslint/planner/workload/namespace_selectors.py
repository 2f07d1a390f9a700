"""Node selectors that a Namespace adds to its pods: the plug-in PodNodeSelector, and OpenShift.

PodNodeSelector adds the labels to the pod, where the DaemonSet controller does not see them: the pod stays
Pending on other nodes. OpenShift's controller reads its annotation itself and wants no pod there. Source:
plugin/pkg/admission/podnodeselector (Kubernetes 1.28 to 1.37); openshift/kubernetes,
pkg/controller/daemon/patch_nodeselector.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.affinity import Requirement

POD_NODE_SELECTOR = "scheduler.alpha.kubernetes.io/node-selector"
OPENSHIFT = "openshift.io/node-selector"


def requirements_of(namespace: Mapping[str, Any] | None, annotation: str) -> tuple[Requirement, ...]:
    """Return the labels that an annotation (`key=value,key=value`) requires of a node."""
    return tuple(_requirements(text(namespace, "metadata", "annotations", annotation)))


def _requirements(written: str) -> Iterator[Requirement]:
    for part in written.split(","):
        key, equals, value = part.strip().partition("=")
        if key and equals:
            yield Requirement(key.strip(), "In", (value.strip().lstrip("="),), ())


def conflict(
    pod_spec: Mapping[str, Any], requirements: tuple[Requirement, ...]
) -> tuple[str, str, str] | None:
    """Return a label with different required values: (key, the pod's value, the Namespace's value)."""
    selector = mapping(pod_spec, "nodeSelector")
    for requirement in requirements:
        own = selector.get(requirement.key)
        if isinstance(own, str) and own != requirement.values[0]:
            return requirement.key, own, requirement.values[0]
    return None
