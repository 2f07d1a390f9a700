"""Whether a policy or binding is about a request.

Source: k8s.io/apiserver/pkg/admission/plugin/policy/matching and .../webhook/predicates. The answer is
None when it depends on labels of a namespace that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dslint.kubernetes.labels import expression_holds
from dslint.policies.policy import items, text

if TYPE_CHECKING:
    from dslint.policies.values import Request

_GROUP, _VERSION, _RESOURCE = "apps", "v1", "daemonsets"
NAMESPACE_NAME = "kubernetes.io/metadata.name"
"""The label that every namespace has."""
Answer = bool | None


def matches(constraints: Mapping[str, Any], request: Request) -> Answer:
    """Whether a request is meant by matchConstraints or matchResources."""
    if not _object_selected(constraints, request):
        return False
    if any(_rule_matches(rule, request) for rule in items(constraints, "excludeResourceRules")):
        return False
    rules = items(constraints, "resourceRules")
    if rules and not any(_rule_matches(rule, request) for rule in rules):
        return False
    return _namespace_selected(constraints, request)


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


def _object_selected(constraints: Mapping[str, Any], request: Request) -> bool:
    terms = _terms(_selector(constraints, "objectSelector"))
    if not terms:
        return True
    objects = [request.data] if request.old is None else [request.data, request.old]
    return any(all(expression_holds(term, labels_of(judged)) for term in terms) for judged in objects)


def labels_of(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The labels of an object."""
    metadata = data.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return labels if isinstance(labels, dict) else {}


def _namespace_selected(constraints: Mapping[str, Any], request: Request) -> Answer:
    terms = _terms(_selector(constraints, "namespaceSelector"))
    known = {NAMESPACE_NAME: request.namespace_name}
    if request.namespace is not None:
        labels = {**known, **labels_of(request.namespace)}
        return all(expression_holds(term, labels) for term in terms)
    answer: Answer = True
    for term in terms:
        if term.get("key") != NAMESPACE_NAME:
            answer = None
        elif not expression_holds(term, known):
            return False
    return answer


def _rule_matches(rule: Mapping[str, Any], request: Request) -> bool:
    if not (
        _holds(rule, "apiGroups", _GROUP)
        and _holds(rule, "apiVersions", _VERSION)
        and _holds(rule, "operations", request.operation)
        and any(map(_names_daemonsets, _texts(rule, "resources")))
        and text(rule, "scope") in ("", "*", "Namespaced")
    ):
        return False
    names = _texts(rule, "resourceNames")
    return not names or request.name in names


def _texts(rule: Mapping[str, Any], field: str) -> list[str]:
    found = rule.get(field)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _holds(rule: Mapping[str, Any], field: str, wanted: str) -> bool:
    return any(item in ("*", wanted) for item in _texts(rule, field))


def _names_daemonsets(resource: str) -> bool:
    name, _, subresource = resource.partition("/")
    return name in ("*", _RESOURCE) and subresource in ("", "*")
