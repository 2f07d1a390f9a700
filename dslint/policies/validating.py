"""Judge a request by ValidatingAdmissionPolicies.

Source: validating/dispatcher.go and validating/validator.go in k8s.io/apiserver/pkg/admission/plugin/policy,
and matchconditions/matcher.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dslint.cel.environment import Program
from dslint.cel.errors import CelError, CelUnknown
from dslint.policies.activation import Activation, shared_values
from dslint.policies.blame import blamed
from dslint.policies.matching import Matcher
from dslint.policies.params import BadParams, Found, params_of
from dslint.policies.policy import Policy
from dslint.policies.spec_fields import text
from dslint.policies.values import Decision, Verdict
from dslint.values.admission import Undecided
from dslint.values.path import field_text

if TYPE_CHECKING:
    from dslint.policies.expressions import Compiled
    from dslint.policies.params import Data
    from dslint.policies.values import Request, Source
    from dslint.values.path import FieldPath

Outcome = Decision | Undecided
_LONGEST_MESSAGE = 5 * 1024


Pair = tuple[Policy, "Source", Matcher]
"""A policy, one of its bindings, and the requests that the binding matches."""


def pairs_of(policies: Iterable[Policy], bindings: Iterable[Source]) -> list[Pair]:
    """Return every policy with each of its bindings, in input order."""
    bound: dict[str, list[Source]] = {}
    for binding in bindings:
        bound.setdefault(text(binding.spec, "policyName"), []).append(binding)
    return [
        (policy, binding, Matcher(resources if isinstance(resources, dict) else {}))
        for policy in policies
        for binding in bound.get(policy.name, ())
        for resources in (binding.spec.get("matchResources"),)
    ]


def judge(pairs: Iterable[Pair], params: list[Data], request: Request) -> Verdict:
    """Return the decisions of the policies on a request, in their order."""
    shared = shared_values(request)
    outcomes = [outcome for pair in pairs for outcome in _bound(pair, params, request, shared)]
    return Verdict(
        tuple(outcome for outcome in outcomes if isinstance(outcome, Decision)),
        tuple(dict.fromkeys(outcome for outcome in outcomes if isinstance(outcome, Undecided))),
    )


def _bound(
    pair: Pair, params: list[Data], request: Request, shared: Mapping[str, object]
) -> Iterator[Outcome]:
    policy, binding, matcher = pair
    meant = policy.matcher.matches(request)
    if meant is False:
        return
    bound = matcher.matches(request)
    if bound is False:
        return
    outcomes = _judged(policy, binding, params_of_pair(policy, binding, params, request), shared)
    if meant and bound:
        yield from outcomes
        return
    for outcome in outcomes:
        if isinstance(outcome, Undecided):
            yield outcome
        else:
            yield Undecided(policy.name, binding.name, "spec.matchConstraints", "namespaceObject")


def params_of_pair(
    policy: Policy, binding: Source, params: list[Data], request: Request
) -> list[Found] | BadParams:
    """Return the parameter objects, or the reason for their absence."""
    try:
        return params_of(policy, binding, request, params)
    except BadParams as problem:
        return problem


def _judged(
    policy: Policy, binding: Source, found: list[Found] | BadParams, shared: Mapping[str, object]
) -> Iterator[Outcome]:
    if isinstance(found, BadParams):
        if policy.failure_policy == "Fail":
            message = f"failed to configure binding: {found}"
            yield Decision(policy.source, binding, (), message, _actions(binding), forced=True)
        return
    for param in found:
        yield from _with_params(policy, binding, Activation(shared, param.data, policy.variables))


def _actions(binding: Source) -> tuple[str, ...]:
    found = binding.spec.get("validationActions")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _with_params(policy: Policy, binding: Source, activation: Activation) -> Iterator[Outcome]:
    met = conditions_met(policy, activation)
    if isinstance(met, CelUnknown):
        yield Undecided(policy.name, binding.name, "spec.matchConditions", str(met))
        return
    if isinstance(met, CelError):
        if policy.failure_policy == "Fail":
            path: FieldPath = ("spec", "matchConditions")
            yield Decision(policy.source, binding, path, str(met), _actions(binding))
        return
    if not met:
        return
    for index, (validation, program) in enumerate(policy.programs):
        path = ("spec", "validations", index, "expression")
        try:
            message = _objection(policy, validation, program, activation)
        except CelUnknown as problem:
            yield Undecided(policy.name, binding.name, field_text(path), str(problem))
            continue
        if message is not None:
            place = None
            if isinstance(program, Program):
                place = blamed(program, dict(policy.variables), activation)
            yield Decision(policy.source, binding, path, message, _actions(binding), place)


def conditions_met(policy: Policy, activation: Activation) -> bool | CelError | CelUnknown:
    """Whether all matchConditions hold; a false one wins over errors and unknown values."""
    errors: list[str] = []
    unknown: CelUnknown | None = None
    for condition in policy.conditions:
        expression = text(condition, "expression")
        program = policy.condition(expression)
        if not isinstance(program, Program):
            continue
        try:
            if activation.evaluate(program, program.names) is False:
                return False
        except CelUnknown as problem:
            unknown = unknown or problem
        except CelError as problem:
            errors.append(failure_text(expression, problem))
    if unknown is not None:
        return unknown
    if not errors:
        return True
    return CelError(_aggregate(errors)) if policy.failure_policy == "Fail" else False


def failure_text(expression: str, problem: CelError) -> str:
    """Return the server's message when an expression fails."""
    return f"expression '{expression}' resulted in error: {problem}"


def _aggregate(errors: list[str]) -> str:
    distinct = list(dict.fromkeys(errors))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]"


def _objection(
    policy: Policy, validation: Mapping[str, Any], program: Compiled, activation: Activation
) -> str | None:
    """Return the objection of a validation that does not hold; None if it does. Raises CelUnknown."""
    expression = text(validation, "expression")
    if not isinstance(program, Program):
        return None
    try:
        if activation.evaluate(program, program.names) is True:
            return None
    except CelError as problem:
        return failure_text(expression, problem) if policy.failure_policy == "Fail" else None
    return (
        _computed_message(policy, validation, activation)
        or text(validation, "message").strip()
        or f"failed expression: {expression.strip()}"
    )


def _computed_message(policy: Policy, validation: Mapping[str, Any], activation: Activation) -> str:
    expression = text(validation, "messageExpression")
    program = policy.message_expression(expression) if expression else None
    if not isinstance(program, Program):
        return ""
    try:
        message = activation.evaluate(program, program.names)
    except CelError:
        return ""
    except CelUnknown as problem:
        return f"(the message depends on {problem})"
    shown = message.strip() if isinstance(message, str) else ""
    return "" if "\n" in shown or len(shown.encode()) > _LONGEST_MESSAGE else shown
