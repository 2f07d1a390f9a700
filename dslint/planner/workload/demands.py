"""What the template of a DaemonSet demands of a node, parsed once for all nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.affinity import Requirement, Term, required_terms, selector_requirements
from dslint.kubernetes.taints import Toleration, daemon_pod_tolerations
from dslint.values.path import POD_SPEC


class Demands(NamedTuple):
    """The fields that the controller uses: see `kubernetes.affinity` and `.taints`.

    terms        the terms of required node affinity; None where the template has none
    tolerations  those written, then those that the controller adds to every pod
    """

    node_name: str
    selector: tuple[Requirement, ...]
    terms: tuple[Term, ...] | None
    tolerations: tuple[Toleration, ...]


def demands_of(manifest: Mapping[str, Any]) -> Demands:
    """Parse what the template of a manifest (as the server stores it) demands of a node."""
    spec = mapping(manifest, *map(str, POD_SPEC))
    return Demands(
        text(spec, "nodeName"),
        selector_requirements(spec),
        required_terms(spec),
        tuple(daemon_pod_tolerations(spec)),
    )
