"""A system-critical priority class outside kube-system, which some clusters allow by quota only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.platform import looks_like_gke
from dslint.checks.podspec import POD_SPEC, pod_spec
from dslint.checks.stream.companions import neighbours
from dslint.values.typed import Any

_CRITICAL = ("system-node-critical", "system-cluster-critical")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the class; a warning on GKE, which limits it. Without a namespace nothing can be said."""
    priority = pod_spec(subject).get("priorityClassName")
    namespace = subject.name.namespace
    if priority not in _CRITICAL or namespace in ("", "kube-system"):
        return
    if not any(True for _ in neighbours(subject, "ResourceQuota")):
        yield Hit(
            (*POD_SPEC, "priorityClassName"),
            {"priority": priority, "namespace": namespace},
            severity="warning" if looks_like_gke(subject) else None,
        )
