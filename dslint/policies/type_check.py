"""The notes of an API server in the status of a policy: expressions that do not fit a DaemonSet.

A policy is stored all the same: its expressions are evaluated without types. The server checks the
validations of a ValidatingAdmissionPolicy whose rules name a resource, not `*`; variables are told too.
Source: TypeChecker in k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dslint.cel.environment import Environment, Program
from dslint.cel.types import BOOL, DYN, INT, STRING, TIMESTAMP, Type, list_of, map_of, object_type
from dslint.kubernetes.fields import LIST, MAP, ROOT, table
from dslint.kubernetes.versions import minor_number
from dslint.policies.expressions import KnownFields, known_types, scope
from dslint.policies.spec_fields import items, text
from dslint.policies.values import Refusal

if TYPE_CHECKING:
    from dslint.cel.errors import CompileProblem
    from dslint.policies.policy import Policy
    from dslint.values.path import FieldPath

REASON = "TypeChecking"
_PREFIX = "apps/v1.DaemonSet/"
_SIMPLE = {
    "string": STRING,
    "boolean": BOOL,
    "int32": INT,
    "int64": INT,
    "time": TIMESTAMP,
    "quantity": DYN,
    "int-or-string": DYN,
    "anything": DYN,
}


class _DaemonSetFields(KnownFields):
    """The fields of a DaemonSet of one version, and those of the request."""

    def __init__(self, variables: dict[str, Type], version: str) -> None:
        super().__init__(variables)
        self._table = table(version)

    def has_type(self, name: str) -> bool:
        """Whether the type has named fields."""
        return name.startswith(_PREFIX) or super().has_type(name)

    def field_type(self, name: str, field: str) -> Type | None:
        """The type of a field."""
        if not name.startswith(_PREFIX):
            return super().field_type(name, field)
        written = self._table[name.removeprefix(_PREFIX)].get(field)
        return None if written is None else self._type(written)

    def _type(self, written: str) -> Type:
        if written.startswith(LIST):
            return list_of(self._type(written.removeprefix(LIST)))
        if written.startswith(MAP):
            return map_of(STRING, self._type(written.removeprefix(MAP)))
        if written in self._table:
            return object_type(f"{_PREFIX}{written}")
        return _SIMPLE.get(written, DYN)


def type_notes(policy: Policy) -> Iterator[Refusal]:
    """Return the expressions of a stored policy that do not fit a DaemonSet of its version, with places."""
    if not _names_daemonsets(policy):
        return
    variables: dict[str, Type] = {}
    for index, variable in enumerate(items(policy.spec, "variables")):
        path: FieldPath = ("spec", "variables", index, "expression")
        found = _compiled(policy, text(variable, "expression"), variables)
        if not isinstance(found, Program):
            yield from _notes(found, path)
        variables[text(variable, "name")] = found.type if isinstance(found, Program) else DYN
    for index, validation in enumerate(policy.validations):
        for field in ("expression", "messageExpression"):
            expression = text(validation, field)
            found = _compiled(policy, expression, variables) if expression else ()
            if not isinstance(found, Program):
                yield from _notes(found, ("spec", "validations", index, field))


def _names_daemonsets(policy: Policy) -> bool:
    return any(
        "apps" in _words(rule, "apiGroups")
        and "v1" in _words(rule, "apiVersions")
        and "daemonsets" in _words(rule, "resources")
        for rule in items(policy.constraints, "resourceRules")
    )


def _words(rule: Mapping[str, Any], field: str) -> list[Any]:
    found = rule.get(field)
    return found if isinstance(found, list) else []


def _compiled(
    policy: Policy, expression: str, variables: dict[str, Type]
) -> Program | tuple[CompileProblem, ...]:
    daemonset = object_type(f"{_PREFIX}{ROOT}")
    names = known_types(scope(params=policy.has_params)) | {"object": daemonset, "oldObject": daemonset}
    fields = _DaemonSetFields(variables, policy.version)
    return Environment(names, minor_number(policy.version), fields).compile(expression)


def _notes(problems: tuple[CompileProblem, ...], path: FieldPath) -> Iterator[Refusal]:
    for problem in problems:
        yield Refusal(REASON, path, problem.message, problem.line, problem.column)
