"""A toleration without its key, its effect or both.

Parameters: `key` and `effect` say which of the two are given in what the rule looks for;
`meant_with` lists priority classes whose pods are meant to be everywhere (their finding is an
info), `meant_paths` host paths that only node infrastructure mounts (info as well), `meant_for` lists
`namespace/name` of DaemonSets for which it is meant (no finding).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.node_infrastructure import is_node_infrastructure
from dslint.checks.placement.tolerations import operator_of, tolerations
from dslint.checks.pod.os_unconstrained import OS_LABELS, chooses_os
from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.kubernetes.requirement_text import toleration_text
from dslint.values.typed import Any

_VIRTUAL = ("virtual-kubelet", "fargate", "virtual")
_NOT_A_CHOICE = ("kubernetes.io/arch", "beta.kubernetes.io/arch", *OS_LABELS)


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the toleration."""
    written = [found for found in tolerations(subject) if _is_wide(found[1], params)]
    if not written or f"{subject.name.namespace}/{subject.name.name}" in params.get("meant_for", ()):
        return
    meant = subject.pod_spec.get("priorityClassName") in params.get("meant_with", ()) or (
        is_node_infrastructure(subject, params.get("meant_paths", ()))
    )
    reached = _reached(subject)
    for path, toleration in written:
        values = {
            "said": toleration_text(toleration),
            "key": toleration.get("key", ""),
            "effect": toleration.get("effect", ""),
            "reached": reached,
        }
        yield Hit(path, values, severity="info" if meant else None)


def _is_wide(toleration: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    return (
        bool(toleration.get("key")) == params["key"]
        and bool(toleration.get("effect")) == params["effect"]
        and operator_of(toleration) in ("Exists", "Equal")
    )


def _reached(subject: Subject) -> str:
    """Return the nodes that get a pod through it, without nodes that other conditions exclude."""
    requirements = [
        *selector_requirements(subject.pod_spec),
        *(part for term in required_terms(subject.pod_spec) or () for part in term.expressions),
    ]
    chooses = any(part.key not in _NOT_A_CHOICE and part.operator != "NotIn" for part in requirements)
    no_virtual = any(
        part.operator in ("NotIn", "DoesNotExist")
        and any(word in f"{part.key} {part.values}" for word in _VIRTUAL)
        for part in requirements
    )
    kinds = ["reserved", "draining", "broken"]
    if not chooses and not no_virtual:
        kinds.insert(0, "virtual")
    if not chooses and not chooses_os(subject.pod_spec):
        kinds.insert(0, "Windows")
    nodes = "node that it selects" if chooses else "node"
    return f"every {nodes}: {', '.join(kinds[:-1])} and {kinds[-1]} ones too"
