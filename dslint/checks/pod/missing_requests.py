"""Containers without requests.

Parameter: `resources`, of which a container must request at least one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import containers, mapping, name_of, pod_spec
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any
from dslint.values.words import listed


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such container and name them all. A limit counts as a request."""
    wanted = set(params["resources"])
    if _reserves(pod_spec(subject), wanted):
        return
    bare = [(path, container) for path, container in containers(subject) if not _reserves(container, wanted)]
    if bare:
        names = [name_of(container) for _, container in bare]
        path = bare[0][0]
        named = isinstance(bare[0][1].get("name"), str)
        yield Hit(
            (*path, "name") if named else (path if len(bare) == 1 else (*POD_SPEC, "containers")),
            {"containers": listed(names), "verb": "requests" if len(names) == 1 else "request"},
        )


def _reserves(owner: Mapping[str, Any], wanted: set[str]) -> bool:
    return any(wanted & set(mapping(owner, ("resources", kind))) for kind in ("requests", "limits"))
