"""Mistakes in matchConstraints and matchResources: resource rules and selectors.

Source: validateMatchResources and validateRule in pkg/apis/admissionregistration/validation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dslint.kubernetes.formats.names import label_key, label_value
from dslint.policies.spec_fields import items, text
from dslint.policies.values import Refusal

if TYPE_CHECKING:
    from dslint.values.path import FieldPath

_OPERATIONS = ("CONNECT", "CREATE", "DELETE", "UPDATE", "*")
_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")
_REQUIRED, _INVALID, _NOT_SUPPORTED = "FieldValueRequired", "FieldValueInvalid", "FieldValueNotSupported"


def resource_matching(constraints: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    """Return every error in the resource rules of a policy or binding."""
    policy = constraints.get("matchPolicy")
    if policy is not None and policy not in ("Exact", "Equivalent"):
        message = f"unsupported value {policy!r}: use Exact or Equivalent"
        yield Refusal(_NOT_SUPPORTED, (*path, "matchPolicy"), message)
    for field in ("namespaceSelector", "objectSelector"):
        selector = constraints.get(field)
        if isinstance(selector, dict):
            yield from selector_refusals(selector, (*path, field))
    for field in ("resourceRules", "excludeResourceRules"):
        for index, rule in enumerate(items(constraints, field)):
            yield from _rule(rule, (*path, field, index))


def selector_refusals(selector: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    """Return every error in a label selector."""
    labels = selector.get("matchLabels")
    for key, value in (labels if isinstance(labels, dict) else {}).items():
        if label_key(key):
            yield Refusal(_INVALID, (*path, "matchLabels"), f"{key!r} {label_key(key)}")
        if isinstance(value, str) and label_value(value):
            yield Refusal(_INVALID, (*path, "matchLabels"), f"{value!r} {label_value(value)}")
    for index, term in enumerate(items(selector, "matchExpressions")):
        yield from _term(term, (*path, "matchExpressions", index))


def _term(term: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    operator, values = term.get("operator"), term.get("values")
    count = len(values) if isinstance(values, list) else 0
    if operator in ("In", "NotIn") and not count:
        yield Refusal(_REQUIRED, (*path, "values"), f"values must be given for {operator}")
    if operator in ("Exists", "DoesNotExist") and count:
        yield Refusal("FieldValueForbidden", (*path, "values"), f"values may not be given for {operator}")
    if operator not in _OPERATORS:
        yield Refusal(_INVALID, (*path, "operator"), f"{operator!r} is not an operator")
    if label_key(text(term, "key")):
        yield Refusal(_INVALID, (*path, "key"), f"key {label_key(text(term, 'key'))}")


def _rule(rule: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    yield from _names(rule, path)
    yield from _operations(_list(rule, "operations"), (*path, "operations"))
    for field in ("apiGroups", "apiVersions"):
        values = _list(rule, field)
        if not values:
            yield Refusal(_REQUIRED, (*path, field), f"{field} is missing")
        if "*" in values and len(values) > 1:
            yield Refusal(_INVALID, (*path, field), f"if '*' is present, must not specify other {field}")
    for index, version in enumerate(_list(rule, "apiVersions")):
        if version == "":
            yield Refusal(_REQUIRED, (*path, "apiVersions", index), "a version is missing")
    yield from _resources(_list(rule, "resources"), (*path, "resources"))
    scope = rule.get("scope")
    if scope is not None and scope not in ("Cluster", "Namespaced", "*"):
        message = f"unsupported value {scope!r}: use Cluster, Namespaced or *"
        yield Refusal(_NOT_SUPPORTED, (*path, "scope"), message)


def _operations(operations: list[Any], path: FieldPath) -> Iterator[Refusal]:
    if not operations:
        yield Refusal(_REQUIRED, path, "operations is missing")
    if "*" in operations and len(operations) > 1:
        yield Refusal(_INVALID, path, "if '*' is present, must not specify other operations")
    for index, operation in enumerate(operations):
        if operation not in _OPERATIONS:
            yield Refusal(_NOT_SUPPORTED, (*path, index), f"unsupported value {operation!r}")


def _list(rule: Mapping[str, Any], field: str) -> list[Any]:
    found = rule.get(field)
    return found if isinstance(found, list) else []


def _names(rule: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    names = _list(rule, "resourceNames")
    for index, name in enumerate(names):
        place = (*path, "resourceNames", index)
        if name in (".", "..") or (isinstance(name, str) and ("/" in name or "%" in name)):
            yield Refusal(_INVALID, place, f"{name!r} is not a valid name")
        elif name in names[:index]:
            yield Refusal("FieldValueDuplicate", place, f"duplicate name {name!r}")


def _resources(resources: list[Any], path: FieldPath) -> Iterator[Refusal]:
    if not resources:
        yield Refusal(_REQUIRED, path, "resources is missing")
    whole: set[str] = set()
    everywhere: set[str] = set()
    for index, resource in enumerate(map(str, resources)):
        name, _, subresource = resource.partition("/")
        if resource == "":
            yield Refusal(_REQUIRED, (*path, index), "a resource is missing")
        elif subresource:
            yield from _overlapping(resource, whole, everywhere, (*path, index))
            if subresource == "*":
                whole.add(name)
            if name == "*":
                everywhere.add(subresource)
    if "*/*" in resources and len(resources) > 1:
        yield Refusal(_INVALID, path, "if '*/*' is present, must not specify other resources")
    plain = [resource for resource in resources if resource and "/" not in str(resource)]
    if "*" in resources and plain[-1:] != ["*"]:
        message = "if '*' is present, must not specify other resources without subresources"
        yield Refusal(_INVALID, path, message)


def _overlapping(resource: str, whole: set[str], everywhere: set[str], path: FieldPath) -> Iterator[Refusal]:
    name, _, subresource = resource.partition("/")
    if name in whole:
        yield Refusal(_INVALID, path, f"if '{name}/*' is present, must not specify {resource}")
    if subresource in everywhere:
        yield Refusal(_INVALID, path, f"if '*/{subresource}' is present, must not specify {resource}")
