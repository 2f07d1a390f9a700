"""A DaemonSet that does not select an operating system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import text
from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

OS_LABELS = ("kubernetes.io/os", "beta.kubernetes.io/os")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the pod spec. Skip pods that are pinned to a node by name."""
    spec = subject.pod_spec
    if not spec or text(spec, "os", "name") or text(spec, "nodeName") or chooses_os(spec):
        return
    yield Hit(POD_SPEC, anchor="key")


def chooses_os(spec: Mapping[str, Any]) -> bool:
    """Whether nodeSelector, or every required term of node affinity, uses the operating system."""
    if any(requirement.key in OS_LABELS for requirement in selector_requirements(spec)):
        return True
    terms = required_terms(spec) or ()
    return bool(terms) and all(
        any(requirement.key in OS_LABELS for requirement in term.expressions) for term in terms
    )
