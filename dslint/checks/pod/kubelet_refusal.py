"""Values that the API server accepts and the kubelet rejects.

Parameter: `fault`, one of `root-user` (runAsNonRoot with uid 0), `unknown-user` (runAsNonRoot and
only the image tells the user) and `unsafe-sysctl`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.node.kubelet import Place, roots_refused, unsafe_sysctls, users_unknown
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the value that the kubelet rejects, each place once."""
    places: dict[tuple[str | int, ...], list[str]] = {}
    for path, name in _FAULTS[params["fault"]](subject):
        places.setdefault(path, []).append(name)
    for path, names in places.items():
        yield Hit((*POD_SPEC, *path), {"name": ", ".join(names[:3]), "version": subject.version})


def _roots(subject: Subject) -> Iterator[Place]:
    return roots_refused(subject.pod_spec)


def _sysctls(subject: Subject) -> Iterator[Place]:
    return unsafe_sysctls(subject.pod_spec, subject.version)


def _users(subject: Subject) -> Iterator[Place]:
    return users_unknown(subject.pod_spec)


_FAULTS: dict[str, Callable[[Subject], Iterator[Place]]] = {
    "root-user": _roots,
    "unknown-user": _users,
    "unsafe-sysctl": _sysctls,
}
