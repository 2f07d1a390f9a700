"""A stored policy: its fields with their defaults, and its compiled expressions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dslint.cel.environment import Program
from dslint.cel.types import DYN, Type
from dslint.policies.expressions import Compiled, compiled, scope
from dslint.policies.matching import Matcher
from dslint.policies.spec_fields import items, text

if TYPE_CHECKING:
    from dslint.policies.values import Source


class Policy:
    """A ValidatingAdmissionPolicy or MutatingAdmissionPolicy and the version of its server."""

    def __init__(self, source: Source, version: str) -> None:
        self.source = source
        self.version = version
        self.spec = source.spec

    @property
    def name(self) -> str:
        """The name of the policy."""
        return self.source.name

    @cached_property
    def param_kind(self) -> Mapping[str, Any] | None:
        """The kind of its parameters, if it takes any."""
        found = self.spec.get("paramKind")
        return found if isinstance(found, dict) else None

    @cached_property
    def failure_policy(self) -> str:
        """`Fail` or `Ignore`."""
        return text(self.spec, "failurePolicy") or "Fail"

    @cached_property
    def constraints(self) -> Mapping[str, Any]:
        """Return the constraints on its requests."""
        found = self.spec.get("matchConstraints")
        return found if isinstance(found, dict) else {}

    @cached_property
    def matcher(self) -> Matcher:
        """Return the matcher of its requests."""
        return Matcher(self.constraints)

    @cached_property
    def conditions(self) -> list[Mapping[str, Any]]:
        """Its matchConditions."""
        return items(self.spec, "matchConditions")

    @cached_property
    def validations(self) -> list[Mapping[str, Any]]:
        """Its validations."""
        return items(self.spec, "validations")

    @cached_property
    def programs(self) -> list[tuple[Mapping[str, Any], Compiled]]:
        """Each validation with the program of its expression."""
        return [(each, self.expression(text(each, "expression"))) for each in self.validations]

    @cached_property
    def variables(self) -> list[tuple[str, Compiled]]:
        """Its variables; each may use those before it."""
        known: list[tuple[str, Type]] = []
        found: list[tuple[str, Compiled]] = []
        names = scope(params=self.has_params)
        for variable in items(self.spec, "variables"):
            program = compiled(text(variable, "expression"), names, tuple(known), self.version)
            name = text(variable, "name")
            known.append((name, program.type if isinstance(program, Program) else DYN))
            found.append((name, program))
        return found

    @cached_property
    def variable_types(self) -> tuple[tuple[str, Type], ...]:
        """The types of the variables."""
        return tuple(
            (name, program.type if isinstance(program, Program) else DYN) for name, program in self.variables
        )

    @property
    def has_params(self) -> bool:
        """Whether its expressions may use `params`."""
        return self.param_kind is not None

    def condition(self, expression: str) -> Compiled:
        """Return the program of a match condition, which has no variables."""
        return compiled(expression, scope(params=self.has_params, variables=False), (), self.version)

    def expression(self, expression: str) -> Compiled:
        """The program of a validation, mutation or audit annotation."""
        return compiled(expression, scope(params=self.has_params), self.variable_types, self.version)

    def mutation(self, expression: str) -> Compiled:
        """Return the program of a mutation, which creates objects or patches."""
        names = scope(params=self.has_params)
        return compiled(expression, names, self.variable_types, self.version, mutation=True)

    def message_expression(self, expression: str) -> Compiled:
        """Return the program of a messageExpression, which cannot use the authorizer."""
        names = scope(params=self.has_params, authorizer=False)
        return compiled(expression, names, self.variable_types, self.version)
