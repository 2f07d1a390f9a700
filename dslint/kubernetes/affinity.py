"""nodeSelector and required node affinity: the nodes that a pod may run on.

They are parsed once into requirements, so that one pod can be checked against many nodes, and each
requirement knows its path in the manifest. Sources: Kubernetes 1.28 to 1.37, k8s.io/apimachinery/pkg/labels
and k8s.io/component-helpers/scheduling/corev1/nodeaffinity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.formats.names import label_key, label_value
from dslint.values.long_numbers import whole_number
from dslint.values.path import FieldPath, MapKey
from dslint.values.typed import Any, NamedTuple

NODE_SELECTOR: FieldPath = ("nodeSelector",)
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
REQUIRED: FieldPath = ("affinity", "nodeAffinity", _REQUIRED)
NODE_NAME_FIELD = "metadata.name"

_INTEGER = re.compile(r"[+-]?[0-9]{1,99}\Z")
_LARGEST = 2**63 - 1


class Requirement(NamedTuple):
    """One condition on a label of a node (or on its name, in a term's `fields`).

    `operator` is In, NotIn, Exists, DoesNotExist, Gt or Lt; `bound` is the integer of Gt and Lt. `path` is
    relative to the pod spec.
    """

    key: str
    operator: str
    values: tuple[str, ...]
    path: FieldPath
    bound: int = 0

    def met_by(self, value: str | None) -> bool:
        """Whether a node with this label value (None: no such label) meets the requirement."""
        return _MEETS[self.operator](self, value)


def _above(requirement: Requirement, value: str | None) -> bool:
    number = integer(value)
    return number is not None and number > requirement.bound


def _below(requirement: Requirement, value: str | None) -> bool:
    number = integer(value)
    return number is not None and number < requirement.bound


_MEETS: dict[str, Callable[[Requirement, str | None], bool]] = {
    "In": lambda requirement, value: value is not None and value in requirement.values,
    "NotIn": lambda requirement, value: value not in requirement.values,
    "Exists": lambda _, value: value is not None,
    "DoesNotExist": lambda _, value: value is None,
    "Gt": _above,
    "Lt": _below,
}


class Term(NamedTuple):
    """One node selector term: all `expressions` (labels) and all `fields` (the node's name) must be met.

    `broken` is the path of the error that keeps the term from matching any node, and `why` describes it; else
    None.
    """

    expressions: tuple[Requirement, ...]
    fields: tuple[Requirement, ...]
    path: FieldPath
    broken: FieldPath | None = None
    why: str = ""

    def failures(self, labels: Mapping[str, str], name: str) -> Iterator[Requirement]:
        """Return the requirements that a node does not meet."""
        yield from (
            expression for expression in self.expressions if not expression.met_by(labels.get(expression.key))
        )
        yield from (
            field for field in self.fields if not field.met_by(name if field.key == NODE_NAME_FIELD else "")
        )

    def matches(self, labels: Mapping[str, str], name: str) -> bool:
        """Whether a node meets the whole term."""
        return self.broken is None and next(self.failures(labels, name), None) is None


def integer(value: str | None) -> int | None:
    """Parse a label value as Gt and Lt do: base 10, with sign and leading zeros, 64 bits; else None."""
    if value is None or _INTEGER.match(value) is None:
        return None
    number = whole_number(value)
    return number if -_LARGEST - 1 <= number <= _LARGEST else None


def selector_requirements(pod_spec: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """Return `nodeSelector` as requirements, in written order."""
    selector = mapping(pod_spec, "nodeSelector")
    return tuple(
        Requirement(key, "In", (value,), (*NODE_SELECTOR, MapKey(key)))
        for key, value in selector.items()
        if isinstance(value, str)
    )


def required_terms(pod_spec: Mapping[str, Any]) -> tuple[Term, ...] | None:
    """Return the terms of required node affinity; None without any; an empty tuple matches no node."""
    node_affinity = mapping(pod_spec, "affinity", "nodeAffinity")
    required = node_affinity.get(_REQUIRED)
    if not isinstance(required, Mapping):
        return None
    path = (*REQUIRED, "nodeSelectorTerms")
    return tuple(
        _term(term, (*path, place)) for place, term in enumerate(items(required, "nodeSelectorTerms"))
    )


def _term(term: Any, path: FieldPath) -> Term:
    expressions = items(term, "matchExpressions")
    fields = items(term, "matchFields")
    if not expressions and not fields:
        return Term((), (), path, path, "an empty term matches no node")
    read = [
        _expression(expression, (*path, "matchExpressions", place))
        for place, expression in enumerate(expressions)
    ]
    read_fields = [_field(field, (*path, "matchFields", place)) for place, field in enumerate(fields)]
    for read_term in (*read, *read_fields):
        if isinstance(read_term, _Broken):
            return Term((), (), path, read_term.path, read_term.why)
    return Term(
        tuple(term for term in read if isinstance(term, Requirement)),
        tuple(field for field in read_fields if isinstance(field, Requirement)),
        path,
    )


class _Broken(NamedTuple):
    """An expression that cannot be evaluated: its term never matches, but other terms can."""

    path: FieldPath
    why: str


def _expression(data: Any, path: FieldPath) -> Requirement | _Broken:
    key, operator = text(data, "key"), text(data, "operator")
    values = tuple(text(value) for value in items(data, "values"))
    if label_key(key):
        return _Broken((*path, "key"), f"{key!r} is not a label key")
    if operator not in _MEETS:
        return _Broken((*path, "operator"), f"unknown operator {operator!r}")
    fault = _value_fault(operator, values)
    if fault:
        return _Broken((*path, "values"), fault)
    for place, value in enumerate(values):
        if label_value(value):
            return _Broken((*path, "values", place), f"{value!r} is not a valid label value")
    bound = integer(values[0]) if operator in ("Gt", "Lt") else None
    return Requirement(key, operator, values, path, bound or 0)


def _value_fault(operator: str, values: tuple[str, ...]) -> str:
    """Return the error in the number or kind of values for an operator, or ""."""
    if operator in ("In", "NotIn") and not values:
        return f"{operator} without values matches no node"
    if operator in ("Exists", "DoesNotExist") and values:
        return f"{operator} takes no values"
    if operator in ("Gt", "Lt") and (len(values) != 1 or integer(values[0]) is None):
        return f"{operator} takes one integer"
    return ""


def _field(data: Any, path: FieldPath) -> Requirement | _Broken:
    key, operator = text(data, "key"), text(data, "operator")
    values = tuple(text(value) for value in items(data, "values"))
    if operator not in ("In", "NotIn"):
        return _Broken((*path, "operator"), "matchFields supports only In and NotIn")
    if len(values) != 1:
        return _Broken((*path, "values"), "matchFields takes exactly one value")
    return Requirement(key, operator, values, path)
