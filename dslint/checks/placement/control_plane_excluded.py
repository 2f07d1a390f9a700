"""An agent for every node that does not run on control-plane nodes.

Parameters: `host_paths` are directories of the node that only such an agent reads (these and all
below); `taint` is the key of the taint on control-plane nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import tolerations
from dslint.checks.podspec import at, entries, pod_spec, text
from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.kubernetes.taints import NO_SCHEDULE, Taint, is_tolerated
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_SAYS_NOTHING_OF_ROLES = (
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
)


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the tolerations or, without any, at the pod spec. Skip pods that select nodes."""
    taint = Taint(params["taint"], "", NO_SCHEDULE)
    if is_tolerated(taint, (toleration for _, toleration in tolerations(subject))) or _chooses(subject):
        return
    seen = next((path for path in _host_paths(subject) if _within(path, params["host_paths"])), None)
    if seen is not None:
        yield Hit((*POD_SPEC, "tolerations"), {"path": seen, "taint": taint.key}, anchor="key")


def _chooses(subject: Subject) -> bool:
    spec = pod_spec(subject)
    wanted = [
        *selector_requirements(spec),
        *(expression for term in required_terms(spec) or () for expression in term.expressions),
    ]
    return bool(at(spec, ("nodeName",))) or any(
        condition.key not in _SAYS_NOTHING_OF_ROLES for condition in wanted
    )


def _host_paths(subject: Subject) -> Iterator[str]:
    for _, volume in entries(subject.manifest, (*POD_SPEC, "volumes")):
        yield text(volume, ("hostPath", "path"))


def _within(path: str, folders: list[str]) -> bool:
    clean = path.rstrip("/")
    return any(clean == folder or clean.startswith(f"{folder}/") for folder in folders)
