"""The scopes of ResourceQuotas: the pods that a quota counts.

Source: Kubernetes 1.28 to 1.37, `podMatchesScopeFunc` in pkg/quota/v1/evaluator/core.
"""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.requests import Amounts
from dslint.values.typed import Any

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def is_scoped(quota: Mapping[str, Any]) -> bool:
    """Whether the quota counts only some pods of its namespace."""
    return bool(items(quota, "spec", "scopes") or items(quota, "spec", "scopeSelector", "matchExpressions"))


def applies(
    quota: Mapping[str, Any], pod_spec: Mapping[str, Any], requests: Amounts, limits: Amounts
) -> bool:
    """Whether the quota's scopes cover a pod."""
    best_effort = not (_compute(requests) or _compute(limits))
    facts = {
        "BestEffort": best_effort,
        "NotBestEffort": not best_effort,
        "Terminating": pod_spec.get("activeDeadlineSeconds") is not None,
        "NotTerminating": pod_spec.get("activeDeadlineSeconds") is None,
        "PriorityClass": bool(text(pod_spec, "priorityClassName")),
        "CrossNamespacePodAffinity": _looks_into_namespaces(pod_spec),
    }
    if not all(facts.get(scope, False) for scope in items(quota, "spec", "scopes")):
        return False
    expressions = items(quota, "spec", "scopeSelector", "matchExpressions")
    return all(_in_scope(expression, pod_spec, facts) for expression in expressions)


def covers_priority_class(quota: Mapping[str, Any], priority: str) -> bool:
    """Whether a quota has a scope of priority classes that includes a class."""
    found = items(quota, "spec", "scopeSelector", "matchExpressions")
    expressions = [expression for expression in found if text(expression, "scopeName") == "PriorityClass"]
    if "PriorityClass" in items(quota, "spec", "scopes"):
        return True
    pod_spec = {"priorityClassName": priority}
    return bool(expressions) and all(_in_scope(expression, pod_spec, {}) for expression in expressions)


def _in_scope(expression: Any, pod_spec: Mapping[str, Any], facts: Mapping[str, bool]) -> bool:
    scope, operator = text(expression, "scopeName"), text(expression, "operator")
    if scope != "PriorityClass":
        return facts.get(scope, False)
    name, values = text(pod_spec, "priorityClassName"), items(expression, "values")
    return {
        "In": name in values,
        "NotIn": name not in values,
        "Exists": bool(name),
        "DoesNotExist": not name,
    }.get(operator, False)


def _compute(found: Amounts) -> bool:
    return any(found.get(name) for name in ("cpu", "memory"))


def _looks_into_namespaces(pod_spec: Mapping[str, Any]) -> bool:
    """Whether a term of pod (anti-)affinity, required or preferred, names namespaces."""
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = items(pod_spec, "affinity", kind, _REQUIRED)
        weighted = items(pod_spec, "affinity", kind, _PREFERRED)
        for term in (*terms, *(mapping(term, "podAffinityTerm") for term in weighted)):
            if items(term, "namespaces") or mapping(term).get("namespaceSelector") is not None:
                return True
    return False
