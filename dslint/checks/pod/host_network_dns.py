"""hostNetwork with a dnsPolicy that then uses the node's resolver.

Parameter: `not_looked_up` are words in the name of an option or variable whose value is compared or
printed and never resolved, such as the issuer of a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.checks.stream.companions import namespace_of
from dslint.kubernetes.access import items
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Change, Related
from dslint.values.typed import Any

_POLICY = (*POD_SPEC, "dnsPolicy")
_NAME = r"[a-z0-9](?:[-a-z0-9]{0,62}[a-z0-9])?"
_SERVICE_NAME = re.compile(
    rf"(?<![-.\w]){_NAME}\.{_NAME}\.svc(?:\.{_NAME}){{0,6}}(?![-\w])|(?<![-.\w]){_NAME}(?:\.{_NAME}){{0,4}}\.cluster\.local(?![-\w])"
)
"""`name.namespace.svc`, with or without a domain after it."""
_SHORT_NAME = re.compile(rf"(?:(?<=://)|(?<![-.\w/]))({_NAME})\.({_NAME})(?=:\d|/|$)")
_URL_HOST = re.compile(rf"\b(?:https?|grpcs?|tcp|udp|redis|nats|kafka)://({_NAME})(?=[:/]|$)")
_NAMESPACES = ("kube-system", "default", "monitoring", "logging", "observability")
_SPLIT = re.compile(r"[^a-z0-9]+")
_OF_THE_NODE = ("localhost",)


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at dnsPolicy or, without one, at hostNetwork; a warning if a name of the cluster is used."""
    spec = subject.pod_spec
    if spec.get("hostNetwork") is not True or spec.get("dnsPolicy") != "ClusterFirst":
        return
    written = at(subject.written, _POLICY) is not None
    used = next(_cluster_names(subject, frozenset(params["not_looked_up"])), None)
    change = Change("replace", _POLICY, "ClusterFirstWithHostNet")
    insert = Change("insert", POD_SPEC, "dnsPolicy: ClusterFirstWithHostNet", before="containers")
    yield Hit(
        _POLICY if written else (*POD_SPEC, "hostNetwork"),
        {"name": f" such as {used[1]}" if used else ""},
        related=(Related(used[0], "this name is not found"),) if used else (),
        changes=(change if written else insert,),
        severity="warning" if used else None,
    )


def _cluster_names(subject: Subject, ignored: frozenset[str]) -> Iterator[tuple[FieldPath, str]]:
    namespaces = {*_NAMESPACES, namespace_of(subject)}
    for path, name, value in _values(subject):
        if ignored.isdisjoint(_SPLIT.split(name.lower())):
            found = _cluster_name(value, namespaces)
            if found:
                yield path, found


def _cluster_name(value: str, namespaces: set[str]) -> str:
    """Return a name in a value that only the cluster's DNS knows, or ""."""
    match = _SERVICE_NAME.search(value)
    if match:
        return match[0]
    for short in _SHORT_NAME.finditer(value):
        if short[2] in namespaces:
            return short[0]
    host = _URL_HOST.search(value)
    return host[1] if host and host[1] not in _OF_THE_NODE and not host[1].isdecimal() else ""


def _values(subject: Subject) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield strings that name a host for a container, each with the name of its option or variable."""
    for path, container in subject.all_containers:
        for field in ("command", "args"):
            option = ""
            for index, word in enumerate(items(container, field)):
                if isinstance(word, str):
                    name, equals, value = word.partition("=")
                    is_option = name.startswith("-") and "\n" not in name
                    yield (*path, field, index), name if is_option and equals else option, value or word
                    option = name if is_option and not equals else ""
        for index, variable in enumerate(items(container, "env")):
            if isinstance(variable, dict) and isinstance(variable.get("value"), str):
                yield (*path, "env", index, "value"), str(variable.get("name")), variable["value"]
