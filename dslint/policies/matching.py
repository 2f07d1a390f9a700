"""Whether a policy or binding is about a request.

Source: k8s.io/apiserver/pkg/admission/plugin/policy/matching and .../webhook/predicates. The answer is
None when it depends on labels of a namespace that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dslint.kubernetes.labels import expression_holds
from dslint.policies.spec_fields import items, text

if TYPE_CHECKING:
    from dslint.policies.values import Request

_GROUP, _VERSION, _RESOURCE = "apps", "v1", "daemonsets"
NAMESPACE_NAME = "kubernetes.io/metadata.name"
"""The label that every namespace has."""
_OPERATIONS = ("CREATE", "UPDATE")
Answer = bool | None


class _Requests(NamedTuple):
    """The requests of a list of rules: all of an operation, or those for some names."""

    all: bool
    names: frozenset[str] = frozenset()

    def includes(self, name: str) -> bool:
        """Whether it includes a request for a DaemonSet of this name."""
        return self.all or name in self.names


class Matcher:
    """The requests of matchConstraints or matchResources; parsed once, used for every request."""

    def __init__(self, constraints: Mapping[str, Any]) -> None:
        self._objects = _terms(_selector(constraints, "objectSelector"))
        self._namespaces = _terms(_selector(constraints, "namespaceSelector"))
        rules = items(constraints, "resourceRules")
        excluded = items(constraints, "excludeResourceRules")
        self._meant = {
            operation: _meant_by(rules, operation) if rules else _Requests(all=True)
            for operation in _OPERATIONS
        }
        self._excluded = {operation: _meant_by(excluded, operation) for operation in _OPERATIONS}

    def matches(self, request: Request) -> Answer:
        """Whether a request matches."""
        operation, name = request.operation, request.name
        if not self._meant[operation].includes(name) or self._excluded[operation].includes(name):
            return False
        if self._objects and not self._object_selected(request):
            return False
        return self._namespace_selected(request) if self._namespaces else True

    def _object_selected(self, request: Request) -> bool:
        objects = [request.data] if request.old is None else [request.data, request.old]
        return any(
            all(expression_holds(term, labels_of(judged)) for term in self._objects) for judged in objects
        )

    def _namespace_selected(self, request: Request) -> Answer:
        known = {NAMESPACE_NAME: request.namespace_name}
        if request.namespace is not None:
            labels = {**known, **labels_of(request.namespace)}
            return all(expression_holds(term, labels) for term in self._namespaces)
        answer: Answer = True
        for term in self._namespaces:
            if term.get("key") != NAMESPACE_NAME:
                answer = None
            elif not expression_holds(term, known):
                return False
        return answer


def _selector(constraints: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = constraints.get(field)
    return found if isinstance(found, dict) else {}


def _terms(selector: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    labels = selector.get("matchLabels")
    equal = labels if isinstance(labels, dict) else {}
    return [
        *({"key": key, "operator": "In", "values": [value]} for key, value in equal.items()),
        *items(selector, "matchExpressions"),
    ]


def labels_of(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The labels of an object."""
    metadata = data.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return labels if isinstance(labels, dict) else {}


def _meant_by(rules: list[Mapping[str, Any]], operation: str) -> _Requests:
    names: set[str] = set()
    for rule in rules:
        if _rule_matches(rule, operation):
            named = _texts(rule, "resourceNames")
            if not named:
                return _Requests(all=True)
            names.update(named)
    return _Requests(all=False, names=frozenset(names))


def _rule_matches(rule: Mapping[str, Any], operation: str) -> bool:
    return (
        _holds(rule, "apiGroups", _GROUP)
        and _holds(rule, "apiVersions", _VERSION)
        and _holds(rule, "operations", operation)
        and any(map(_names_daemonsets, _texts(rule, "resources")))
        and text(rule, "scope") in ("", "*", "Namespaced")
    )


def _texts(rule: Mapping[str, Any], field: str) -> list[str]:
    found = rule.get(field)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _holds(rule: Mapping[str, Any], field: str, wanted: str) -> bool:
    return any(item in ("*", wanted) for item in _texts(rule, field))


def _names_daemonsets(resource: str) -> bool:
    name, _, subresource = resource.partition("/")
    return name in ("*", _RESOURCE) and subresource in ("", "*")
