"""Mistakes in the mutations of a MutatingAdmissionPolicy.

Source: validateMutation in pkg/apis/admissionregistration/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.cel.environment import Program
from dslint.cel.types import list_of, object_type
from dslint.policies.expressions import wrong_type
from dslint.policies.policy import Policy
from dslint.policies.spec_fields import items, text
from dslint.policies.values import Refusal
from dslint.values.path import FieldPath

_REQUIRED, _INVALID, _NOT_SUPPORTED = "FieldValueRequired", "FieldValueInvalid", "FieldValueNotSupported"
_KINDS = {
    "ApplyConfiguration": ("applyConfiguration", object_type("Object")),
    "JSONPatch": ("jsonPatch", list_of(object_type("JSONPatch"))),
}


def mutation_refusals(policy: Policy) -> Iterator[Refusal]:
    """Return every reason for which the server rejects the mutations of a policy."""
    reinvocation = policy.spec.get("reinvocationPolicy")
    if reinvocation is None:
        yield Refusal(_REQUIRED, ("spec", "reinvocationPolicy"), "reinvocationPolicy is missing")
    elif reinvocation not in ("Never", "IfNeeded"):
        message = f"unsupported value {reinvocation!r}: use Never or IfNeeded"
        yield Refusal(_NOT_SUPPORTED, ("spec", "reinvocationPolicy"), message)
    mutations = items(policy.spec, "mutations")
    if not mutations:
        yield Refusal(_REQUIRED, ("spec", "mutations"), "mutations must contain at least one item")
    for index, mutation in enumerate(mutations):
        yield from _mutation(policy, mutation, ("spec", "mutations", index))


def _mutation(policy: Policy, mutation: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    kind = text(mutation, "patchType")
    if kind not in _KINDS:
        reason = _NOT_SUPPORTED if kind else _REQUIRED
        yield Refusal(reason, (*path, "patchType"), "patchType must be ApplyConfiguration or JSONPatch")
        return
    field, wanted = _KINDS[kind]
    for other, _ in _KINDS.values():
        if other != field and mutation.get(other) is not None:
            yield Refusal(_INVALID, (*path, other), f"{other} must not be set with patchType {kind}")
    inner = mutation.get(field)
    expression = text(inner, "expression") if isinstance(inner, dict) else ""
    place: FieldPath = (*path, field, "expression")
    if not expression.strip():
        yield Refusal(_REQUIRED, place if isinstance(inner, dict) else (*path, field), f"{field} is missing")
        return
    program = policy.mutation(expression)
    if not isinstance(program, Program):
        yield Refusal(_INVALID, place, program[0].message, program[0].line, program[0].column)
    elif wrong_type(program, (wanted,)):
        yield Refusal(_INVALID, place, wrong_type(program, (wanted,)))
