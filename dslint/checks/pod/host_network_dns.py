"""hostNetwork with a dnsPolicy that then means the node's own resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import POD_SPEC, all_containers, at, entries, pod_spec
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Related

_CLUSTER_NAME = re.compile(r"[a-z0-9]\.[a-z0-9][-a-z0-9]*\.svc\b|\.cluster\.local\b")
"""`name.namespace.svc`, with or without a domain behind it."""


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at dnsPolicy or, without one, at hostNetwork; a warning where a name of the cluster is used."""
    spec = pod_spec(subject)
    if spec.get("hostNetwork") is not True or spec.get("dnsPolicy") != "ClusterFirst":
        return
    policy = (*POD_SPEC, "dnsPolicy")
    written = at(subject.written, policy) is not None
    used = next(_cluster_names(subject), None)
    change = Change("replace", policy, "ClusterFirstWithHostNet")
    insert = Change("insert", POD_SPEC, "dnsPolicy: ClusterFirstWithHostNet", before="containers")
    yield Hit(
        policy if written else (*POD_SPEC, "hostNetwork"),
        {"name": f" such as {used[1]}" if used else ""},
        related=(Related(used[0], "this name is not found"),) if used else (),
        changes=(change if written else insert,),
        severity="warning" if used else None,
    )


def _cluster_names(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    for path, value in _words(subject):
        found = _CLUSTER_NAME.search(value)
        if found:
            yield (
                path,
                next(
                    (word for word in re.split(r"[\s\"',=/:]+", value) if _CLUSTER_NAME.search(word)), value
                ),
            )


def _words(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    """The texts that tell a container whom to talk to."""
    for path, container in all_containers(subject):
        for field in ("command", "args"):
            words = container.get(field)
            for index, word in enumerate(words if isinstance(words, list) else ()):
                if isinstance(word, str):
                    yield (*path, field, index), word
        for place, variable in entries(container, ("env",)):
            if isinstance(variable.get("value"), str):
                yield (*path, *place, "value"), variable["value"]
