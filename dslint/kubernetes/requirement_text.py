"""Requirements of nodes and tolerations of taints in the form of messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dslint.kubernetes.access import items, text
from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.taints import Toleration
from dslint.values.typed import Any


def selector_form(key: str, operator: str, values: Sequence[str]) -> str:
    """Return a requirement in the syntax of `kubectl get -l`: `tier in (a,b)`, `!tier`, `tier>5`."""
    listed = ",".join(values)
    return {
        "In": f"{key}={listed}" if len(values) == 1 else f"{key} in ({listed})",
        "NotIn": f"{key}!={listed}" if len(values) == 1 else f"{key} notin ({listed})",
        "Exists": key,
        "DoesNotExist": f"!{key}",
        "Gt": f"{key}>{listed}",
        "Lt": f"{key}<{listed}",
    }.get(operator, f"{key} {operator} {listed}")


def expression_text(expression: Mapping[str, Any]) -> str:
    """Return a match expression of a selector in the syntax of `kubectl get -l`."""
    values = [str(value) for value in items(expression, "values")]
    return selector_form(text(expression, "key"), text(expression, "operator"), values)


def requirement_text(requirement: Requirement) -> str:
    """Return a requirement of a node in the syntax of `kubectl get -l`."""
    return selector_form(requirement.key, requirement.operator, requirement.values)


def wanted_text(requirement: Requirement) -> str:
    """Return the required value of the label just named: `wanted a or b`, `must not exist`."""
    return {
        "In": f"wanted {_values(requirement)}",
        "NotIn": f"must not be {_values(requirement)}",
        "Exists": "must exist",
        "DoesNotExist": "must not exist",
        "Gt": f"must be greater than {requirement.bound}",
        "Lt": f"must be less than {requirement.bound}",
    }[requirement.operator]


def nodes_text(requirement: Requirement) -> str:
    """Describe nodes that meet a requirement, after "nodes": `whose label tier is a or b`."""
    key = requirement.key
    what = "whose name" if "matchFields" in requirement.path else f"whose label {key}"
    return {
        "In": f"{what} is {_values(requirement)}",
        "NotIn": f"{what} is not {_values(requirement)}",
        "Exists": f"with a label {key}",
        "DoesNotExist": f"without a label {key}",
        "Gt": f"{what} is above {requirement.bound}",
        "Lt": f"{what} is below {requirement.bound}",
    }[requirement.operator]


def _values(requirement: Requirement) -> str:
    return " or ".join(value or '""' for value in requirement.values)


def toleration_text(toleration: Toleration) -> str:
    """Return a toleration in the form of a taint: `gpu=a100:NoSchedule`, `every taint`."""
    key, value, effect = (str(toleration.get(field) or "") for field in ("key", "value", "effect"))
    operator = str(toleration.get("operator") or "Equal")
    if operator in ("Gt", "Lt"):
        shown = f"{key} {operator} {value}"
    else:
        shown = f"{key}={value}" if value and operator == "Equal" else key
    return f"{shown or 'every taint'}:{effect}" if effect else shown or "every taint"


def toleration_sentence(toleration: Toleration) -> str:
    """Return a toleration in words, with its open parts: `gpu of any effect`, `every taint for 300 s`."""
    key, operator, effect = (text(toleration, field) for field in ("key", "operator", "effect"))
    seconds = toleration.get("tolerationSeconds")
    limit = f" for {seconds} s" if isinstance(seconds, int) else ""
    if not key:
        return f"every taint{' of effect ' + effect if effect else ''}{limit}"
    value = text(toleration, "value")
    which = "" if operator == "Exists" else f"={value}" if value else " without a value"
    return f"{key}{which}{':' + effect if effect else ' of any effect'}{limit}"
