"""Policies and bindings that the server refuses to store because of errors.

Source: ValidateValidatingAdmissionPolicy, ValidateMutatingAdmissionPolicy and the functions for
bindings in pkg/apis/admissionregistration/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dslint.cel.environment import Program
from dslint.cel.parsing.tokens import KEYWORDS, RESERVED
from dslint.cel.types import BOOL, STRING, Type
from dslint.kubernetes.formats.names import dns_label, dns_subdomain, qualified_name
from dslint.policies.expressions import STRING_OR_NULL, wrong_type
from dslint.policies.policy import Policy
from dslint.policies.rule_checks import resource_matching
from dslint.policies.spec_fields import items, text
from dslint.policies.values import Refusal

if TYPE_CHECKING:
    from dslint.policies.expressions import Compiled
    from dslint.policies.values import Source
    from dslint.values.path import FieldPath

REQUIRED, INVALID, NOT_SUPPORTED = "FieldValueRequired", "FieldValueInvalid", "FieldValueNotSupported"
DUPLICATE, TOO_MANY, INTERNAL = "FieldValueDuplicate", "FieldValueTooMany", "InternalError"
_REASONS = ("Forbidden", "Invalid", "RequestEntityTooLarge")
_ACTIONS = ("Audit", "Deny", "Warn")
_MOST_CONDITIONS = 64
_MOST_ANNOTATIONS = 20
_LONGEST_ANNOTATION = 5 * 1024
_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*", re.ASCII)
_DNS_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?", re.ASCII)
_SPEC = ("spec",)


def refusals(policy: Policy) -> Iterator[Refusal]:
    """Return every reason for which the server rejects a policy."""
    spec = policy.spec
    yield from _enumerated(spec, "failurePolicy", ("Fail", "Ignore"))
    if policy.param_kind is not None:
        yield from _param_kind(policy.param_kind)
    if not isinstance(spec.get("matchConstraints"), dict):
        yield Refusal(REQUIRED, (*_SPEC, "matchConstraints"), "matchConstraints is missing")
    else:
        path = (*_SPEC, "matchConstraints")
        yield from resource_matching(policy.constraints, path)
        if not items(policy.constraints, "resourceRules"):
            yield Refusal(REQUIRED, (*path, "resourceRules"), "at least one resource rule is needed")
    yield from _conditions(policy)
    yield from _variables(policy)
    if policy.source.manifest.name.kind == "MutatingAdmissionPolicy":
        yield from _mutations(policy)
    else:
        yield from _validating(policy)


def _validating(policy: Policy) -> Iterator[Refusal]:
    annotations = items(policy.spec, "auditAnnotations")
    if not policy.validations and not annotations:
        for field in ("validations", "auditAnnotations"):
            yield Refusal(REQUIRED, (*_SPEC, field), "validations or auditAnnotations must be non-empty")
    for index, validation in enumerate(policy.validations):
        yield from _validation(policy, validation, (*_SPEC, "validations", index))
    yield from _annotations(policy, annotations)


def _enumerated(spec: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> Iterator[Refusal]:
    value = spec.get(field)
    if value is not None and value not in allowed:
        message = f"unsupported value {value!r}: use {' or '.join(allowed)}"
        yield Refusal(NOT_SUPPORTED, (*_SPEC, field), message)


def _param_kind(kind: Mapping[str, Any]) -> Iterator[Refusal]:
    path = (*_SPEC, "paramKind")
    version = text(kind, "apiVersion")
    if not version:
        yield Refusal(REQUIRED, (*path, "apiVersion"), "apiVersion is missing")
    elif not _is_group_version(version):
        yield Refusal(INVALID, (*path, "apiVersion"), f"{version!r} is not a group and version")
    name = text(kind, "kind")
    if not name:
        yield Refusal(REQUIRED, (*path, "kind"), "kind is missing")
    elif not _DNS_1035.fullmatch(name.lower()):
        yield Refusal(INVALID, (*path, "kind"), f"{name!r} is not the name of a kind")


def _is_group_version(text_: str) -> bool:
    group, slash, version = text_.rpartition("/")
    return not (slash and (not group or dns_subdomain(group))) and _DNS_1035.fullmatch(version) is not None


def _told(program: Compiled, wanted: tuple[Type, ...], path: FieldPath) -> Iterator[Refusal]:
    """Report an error in an expression, or in the type of its result."""
    if isinstance(program, Program):
        wrong = wrong_type(program, wanted) if wanted else ""
        if wrong:
            yield Refusal(INVALID, path, wrong)
        return
    first = program[0]
    reason = INTERNAL if first.message.startswith("program instantiation failed") else INVALID
    yield Refusal(reason, path, first.message, first.line, first.column)


def _conditions(policy: Policy) -> Iterator[Refusal]:
    path: FieldPath = (*_SPEC, "matchConditions")
    if len(policy.conditions) > _MOST_CONDITIONS:
        yield Refusal(TOO_MANY, path, f"must have at most {_MOST_CONDITIONS} items")
    seen: set[str] = set()
    for index, condition in enumerate(policy.conditions):
        place = (*path, index)
        name, expression = text(condition, "name"), text(condition, "expression")
        if not expression.strip():
            yield Refusal(REQUIRED, (*place, "expression"), "expression is missing")
        else:
            yield from _told(policy.condition(expression), (BOOL,), (*place, "expression"))
        if not name:
            yield Refusal(REQUIRED, (*place, "name"), "name is missing")
            continue
        if name in seen:
            yield Refusal(DUPLICATE, (*place, "name"), f"duplicate name {name!r}")
        seen.add(name)
        problem = qualified_name(name)
        if problem:
            yield Refusal(INVALID, (*place, "name"), f"{name!r} {problem}")


def _variables(policy: Policy) -> Iterator[Refusal]:
    for index, variable in enumerate(items(policy.spec, "variables")):
        place = (*_SPEC, "variables", index)
        name, expression = text(variable, "name"), text(variable, "expression")
        if not name.strip():
            yield Refusal(REQUIRED, (*place, "name"), "name is missing")
        elif not _IDENTIFIER.fullmatch(name) or name in RESERVED | KEYWORDS:
            yield Refusal(INVALID, (*place, "name"), f"{name!r} is not a valid identifier")
        if not expression.strip():
            yield Refusal(REQUIRED, (*place, "expression"), "expression is missing")
        else:
            yield from _told(policy.variables[index][1], (), (*place, "expression"))


def _validation(policy: Policy, validation: Mapping[str, Any], path: FieldPath) -> Iterator[Refusal]:
    expression = text(validation, "expression")
    if not expression.strip():
        yield Refusal(REQUIRED, (*path, "expression"), "expression is missing")
    else:
        yield from _told(policy.expression(expression), (BOOL,), (*path, "expression"))
    yield from _message_expression(
        policy, text(validation, "messageExpression"), (*path, "messageExpression")
    )
    message = text(validation, "message")
    if message and not message.strip():
        yield Refusal(INVALID, (*path, "message"), "message must be non-empty if specified")
    elif any(character in message.strip() for character in "\n\r"):
        yield Refusal(INVALID, (*path, "message"), "message must not contain line breaks")
    reason = validation.get("reason")
    if reason is not None and reason not in _REASONS:
        message = f"unsupported value {reason!r}: use {', '.join(_REASONS)}"
        yield Refusal(NOT_SUPPORTED, (*path, "reason"), message)


def _message_expression(policy: Policy, expression: str, path: FieldPath) -> Iterator[Refusal]:
    if not expression:
        return
    if not expression.strip():
        yield Refusal(INVALID, path, "messageExpression must be non-empty if specified")
    else:
        yield from _told(policy.message_expression(expression), (STRING,), path)


def _annotations(policy: Policy, annotations: list[Mapping[str, Any]]) -> Iterator[Refusal]:
    path: FieldPath = (*_SPEC, "auditAnnotations")
    if len(annotations) > _MOST_ANNOTATIONS:
        yield Refusal(INVALID, path, f"must have at most {_MOST_ANNOTATIONS} items")
    seen: set[str] = set()
    for index, annotation in enumerate(annotations):
        place = (*path, index)
        key, expression = text(annotation, "key"), text(annotation, "valueExpression")
        problem = qualified_name(f"{policy.name}/{key}" if policy.name else key)
        if problem:
            yield Refusal(INVALID, (*place, "key"), f"{key!r} {problem}")
        if not expression.strip():
            yield Refusal(REQUIRED, (*place, "valueExpression"), "valueExpression is missing")
        elif len(expression.strip()) > _LONGEST_ANNOTATION:
            yield Refusal(
                REQUIRED,
                (*place, "valueExpression"),
                f"must not exceed {_LONGEST_ANNOTATION} bytes in length",
            )
        else:
            yield from _told(policy.expression(expression), STRING_OR_NULL, (*place, "valueExpression"))
        if key in seen:
            yield Refusal(DUPLICATE, (*place, "key"), f"duplicate key {key!r}")
        seen.add(key)


def _mutations(policy: Policy) -> Iterator[Refusal]:
    from dslint.policies.mutation_checks import mutation_refusals  # noqa: PLC0415 - mutating ones are rare

    yield from mutation_refusals(policy)


def binding_refusals(binding: Source) -> Iterator[Refusal]:
    """Return every reason for which the server rejects a binding."""
    spec = binding.spec
    if not text(spec, "policyName"):
        yield Refusal(REQUIRED, (*_SPEC, "policyName"), "policyName is missing")
    elif dns_subdomain(text(spec, "policyName")):
        yield Refusal(
            INVALID, (*_SPEC, "policyName"), f"policyName {dns_subdomain(text(spec, 'policyName'))}"
        )
    if isinstance(spec.get("matchResources"), dict):
        yield from resource_matching(spec["matchResources"], (*_SPEC, "matchResources"))
    if isinstance(spec.get("paramRef"), dict):
        yield from _param_ref(spec["paramRef"])
    if binding.manifest.name.kind == "ValidatingAdmissionPolicyBinding":
        yield from _actions(spec)


def _param_ref(reference: Mapping[str, Any]) -> Iterator[Refusal]:
    path = (*_SPEC, "paramRef")
    name, selector = text(reference, "name"), reference.get("selector")
    if name and dns_subdomain(name):
        yield Refusal(INVALID, (*path, "name"), f"name {dns_subdomain(name)}")
    if name and selector is not None:
        yield Refusal("FieldValueForbidden", (*path, "name"), "name and selector are mutually exclusive")
    if not name and selector is None:
        yield Refusal(REQUIRED, path, "one of name or selector must be specified")
    namespace = text(reference, "namespace")
    if namespace and dns_label(namespace):
        yield Refusal(INVALID, (*path, "namespace"), f"namespace {dns_label(namespace)}")
    action = reference.get("parameterNotFoundAction")
    if action is None:
        yield Refusal(REQUIRED, (*path, "parameterNotFoundAction"), "parameterNotFoundAction is missing")
    elif action not in ("Allow", "Deny"):
        yield Refusal(
            NOT_SUPPORTED,
            (*path, "parameterNotFoundAction"),
            f"unsupported value {action!r}: use Allow or Deny",
        )


def _actions(spec: Mapping[str, Any]) -> Iterator[Refusal]:
    path: FieldPath = (*_SPEC, "validationActions")
    found = spec.get("validationActions")
    actions = found if isinstance(found, list) else []
    if not actions:
        yield Refusal(REQUIRED, path, "at least one validation action is required")
    for index, action in enumerate(actions):
        if action not in _ACTIONS:
            yield Refusal(
                NOT_SUPPORTED, (*path, index), f"unsupported value {action!r}: use {', '.join(_ACTIONS)}"
            )
        elif action in actions[:index]:
            yield Refusal(DUPLICATE, (*path, index), f"duplicate action {action}")
    if "Deny" in actions and "Warn" in actions:
        yield Refusal(INVALID, path, "must not contain both Deny and Warn")
