"""Change a request by MutatingAdmissionPolicies.

Source: mutating/{dispatcher,patch}.go in k8s.io/apiserver/pkg/admission/plugin/policy. If a mutation cannot
be applied and the policy fails closed, the request is denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dslint.cel.compiler import Struct
from dslint.cel.environment import Program
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.values import of_key
from dslint.policies.activation import Activation, shared_values
from dslint.policies.json_patch import PatchError, patched
from dslint.policies.merging import merged
from dslint.policies.params import BadParams
from dslint.policies.spec_fields import items, text
from dslint.policies.stored import stored_again
from dslint.policies.validating import conditions_met, failure_text, params_of_pair
from dslint.policies.values import Change, Decision, Request
from dslint.values.admission import Undecided
from dslint.values.path import field_text

if TYPE_CHECKING:
    from dslint.policies.params import Data
    from dslint.policies.policy import Policy
    from dslint.policies.validating import Pair
    from dslint.policies.values import Source
    from dslint.values.path import FieldPath

Told = Change | Decision | Undecided


def mutated(pairs: Iterable[Pair], params: list[Data], request: Request) -> tuple[Request, list[Told]]:
    """Return the request after all policies, with their changes and failures."""
    told: list[Told] = []
    for pair in pairs:
        policy, binding, matcher = pair
        meant, bound = policy.matcher.matches(request), matcher.matches(request)
        if meant is False or bound is False:
            continue
        if meant is None or bound is None:
            told.append(Undecided(policy.name, binding.name, "spec.matchConstraints", "namespaceObject"))
            continue
        request = _bound(policy, binding, params, request, told)
    return request, told


def _bound(
    policy: Policy, binding: Source, params: list[Data], request: Request, told: list[Told]
) -> Request:
    found = params_of_pair(policy, binding, params, request)
    if isinstance(found, BadParams):
        told += _failure(policy, binding, (), f"failed to configure binding: {found}")
        return request
    for param in found:
        activation = Activation(shared_values(request), param.data, policy.variables)
        met = conditions_met(policy, activation)
        if isinstance(met, CelUnknown):
            told.append(Undecided(policy.name, binding.name, "spec.matchConditions", str(met)))
        elif isinstance(met, CelError):
            told += _failure(policy, binding, ("spec", "matchConditions"), str(met))
        elif met:
            request = _all_mutations(policy, binding, param.data, request, told)
    return request


def _all_mutations(
    policy: Policy, binding: Source, param: Data | None, request: Request, told: list[Told]
) -> Request:
    for index, mutation in enumerate(items(policy.spec, "mutations")):
        field = _FIELDS.get(text(mutation, "patchType"), "")
        path: FieldPath = ("spec", "mutations", index, field, "expression")
        inner = mutation.get(field)
        expression = text(inner, "expression") if isinstance(inner, dict) else ""
        try:
            data = _changed(policy, expression, field, request, param)
        except CelUnknown as problem:
            told.append(Undecided(policy.name, binding.name, field_text(path), str(problem)))
            continue
        except CelError as problem:
            told += _failure(policy, binding, path, failure_text(expression, problem))
            continue
        except PatchError as problem:
            told += _failure(policy, binding, path, str(problem))
            continue
        after = stored_again(data, policy.version)
        told += (
            Change(policy.source, binding, path, place, value)
            for place, value in _differences(request.data, after, ())
        )
        request = Request(after, request.old, request.namespace)
    return request


_FIELDS = {"ApplyConfiguration": "applyConfiguration", "JSONPatch": "jsonPatch"}


def _failure(policy: Policy, binding: Source, path: FieldPath, message: str) -> Iterator[Decision]:
    if policy.failure_policy == "Fail":
        yield Decision(policy.source, binding, path, message, ("Deny",), forced=True)


def _changed(
    policy: Policy, expression: str, field: str, request: Request, param: Data | None
) -> dict[str, Any]:
    """Return the object after one mutation. Raises CelError, CelUnknown, PatchError."""
    program = policy.mutation(expression)
    if not isinstance(program, Program):
        return request.data
    activation = Activation(shared_values(request), param, policy.variables)
    result = activation.evaluate(program, program.names)
    if field == "jsonPatch":
        operations = result if isinstance(result, list) else []
        return patched(request.data, [_plain(item, "") for item in operations])
    return merged(request.data, _plain(result, "Object"), policy.version)


def _plain(value: object, wanted: str) -> Any:
    """Return the result of an expression as JSON data.

    `wanted` is the type of an object in this place; "" accepts any. Raises PatchError.
    """
    if isinstance(value, Struct):
        if wanted and value.name != wanted:
            raise PatchError(f"unexpected type name {value.name!r}, expected {wanted!r}")
        return {str(key): _plain(item, f"{wanted}.{key}" if wanted else "") for key, item in value.items()}
    if isinstance(value, dict):
        return {str(of_key(key)): _plain(item, wanted) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, wanted) for item in value]
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _differences(before: Any, after: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    """Return the places that a mutation set, each with its new value (None if it was removed)."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if key not in after:
                yield (*path, key), None
            elif key not in before:
                yield (*path, key), after[key]
            else:
                yield from _differences(before[key], after[key], (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        for index, item in enumerate(after):
            if index >= len(before):
                yield (*path, index), item
            else:
                yield from _differences(before[index], item, (*path, index))
        if len(after) < len(before):
            yield path, after
    elif before != after:
        yield path, after
