"""Restarts of a container: restartPolicy, restartPolicyRules, resizePolicy.

Source: validateContainerRestartPolicy, validateInitContainers and validateResizePolicy in
pkg/apis/core/validation/validation.go. Where the gate ContainerRestartRules is shut, the fields are
dropped before anything here sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import (
    Constructor,
    duplicate,
    forbidden,
    invalid,
    required,
    too_long,
    too_many,
)
from dslint.kubernetes.validation.tables import CONTAINER_RESTART_POLICY, EXIT_CODES, RESTART_RULE_ACTIONS
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown, unknown_word
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

RULE = "container-restart"
ALWAYS = "Always"
RULES_LIMIT = 20
EXIT_CODES_LIMIT = 255
RESIZE_RESOURCES = ("cpu", "memory")
RESIZE_POLICIES = ("NotRequired", "RestartContainer")


def is_sidecar(container: Data) -> bool:
    """Whether an init container keeps running beside the others."""
    return container.get("restartPolicy") == ALWAYS


def restart_problems(container: Data, path: FieldPath, context: Context, *, init: bool) -> Iterator[Problem]:
    """Judge restartPolicy and restartPolicyRules of a container."""
    rules = container.get("restartPolicyRules") or ()
    if "restartPolicy" not in container and not rules:
        return
    if (not init or container.get("restartPolicy") != ALWAYS) and context.holds(
        "only sidecars may have a restartPolicy"
    ):
        yield _not_a_sidecar(container, (*path, "restartPolicy"), init=init)
        return
    yield from check_fields(container, CONTAINER_RESTART_POLICY, path)
    if rules and init and is_sidecar(container) and not _all_containers(context):
        yield forbidden(
            RULE,
            (*path, "restartPolicyRules"),
            "a sidecar always restarts, so it cannot have `restartPolicyRules`",
            anchor="key",
            write="remove the rules, or use another restartPolicy",
        )
        return
    if rules and "restartPolicy" not in container:
        yield required(
            RULE,
            (*path, "restartPolicy"),
            "`restartPolicyRules` require a `restartPolicy`",
            write="restartPolicy: Never, or another policy",
            related=(Related((*path, "restartPolicyRules"), "the rules", "key"),),
        )
        if init:
            return
    yield from _rules_problems(rules, (*path, "restartPolicyRules"), context)


def _not_a_sidecar(container: Data, path: FieldPath, *, init: bool) -> Problem:
    """Reject a restartPolicy before 1.34 in containers that are not sidecars."""
    if init:
        return unknown_word(RULE, path, container["restartPolicy"], (ALWAYS,))
    return forbidden(
        RULE,
        path,
        "before Kubernetes 1.34 only init containers have a `restartPolicy`",
        anchor="key",
        write="no restartPolicy in the container",
    )


def _rules_problems(rules: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    if len(rules) > RULES_LIMIT:
        message = f"{len(rules)} rules exceed the maximum of {RULES_LIMIT} per container"
        yield _above_limit(context)(RULE, path, message)
    for index, rule in enumerate(rules):
        place = (*path, index)
        yield from _action_problems(rule.get("action", ""), (*place, "action"), context)
        yield from _exit_code_problems(rule, place, context)


def _above_limit(context: Context) -> Constructor:
    counted = context.holds("a list above its limit has too many entries, and is not too long")
    return too_many if counted else too_long


def _all_containers(context: Context) -> bool:
    """Whether a rule may restart all containers; the same gate allows rules in sidecars."""
    return context.allowed.restart_all_containers or context.gate("RestartAllContainersOnContainerExits")


def _action_problems(action: str, path: FieldPath, context: Context) -> Iterator[Problem]:
    if action in RESTART_RULE_ACTIONS[False]:
        return
    actions = RESTART_RULE_ACTIONS[_all_containers(context)]
    if action not in actions:
        yield unknown_word(RULE, path, action, actions)


def _exit_code_problems(rule: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    codes = rule.get("exitCodes")
    path = (*path, "exitCodes")
    if codes is None:
        yield missing(RULE, rule, path, "exitCodes: {operator: In, values: [1]}")
        return
    yield from check_fields({"operator": "", **codes}, EXIT_CODES, path)
    count = len(codes.get("values") or ())
    if count > EXIT_CODES_LIMIT:
        message = f"{count} exit codes exceed the maximum of {EXIT_CODES_LIMIT} per rule"
        yield _above_limit(context)(RULE, (*path, "values"), message)


def resize_problems(policies: Sequence[Data], path: FieldPath, pod_restart_policy: str) -> Iterator[Problem]:
    """Judge resizePolicy. The server names the list, except for a duplicate resource."""
    field = field_text(path)
    seen: dict[str, int] = {}
    for index, policy in enumerate(policies):
        place = (*path, index)
        resource, restart = policy.get("resourceName", ""), policy.get("restartPolicy", "")
        first = seen.setdefault(resource, index)
        if first != index:
            yield duplicate(
                RULE,
                place,
                f"`resizePolicy` has a duplicate entry for `{shown(resource)}`",
                related=(Related((*path, first), "the first time"),),
            )
        for name, value, words in (
            ("resourceName", resource, RESIZE_RESOURCES),
            ("restartPolicy", restart, RESIZE_POLICIES),
        ):
            if not value:
                yield required(
                    RULE,
                    (*place, name),
                    f"`{name}` is missing",
                    field=field,
                    write=f"{name}: {either(words)}",
                )
            elif value not in words:
                yield unknown_word(RULE, (*place, name), value, words, field=field)
        if pod_restart_policy == "Never" and restart != "NotRequired":
            message = "with `restartPolicy: Never`, a resize cannot restart the container"
            yield invalid(RULE, place, message, field=field, write="restartPolicy: NotRequired")


def init_resize_problems(policies: Sequence[Data], path: FieldPath) -> Iterator[Problem]:
    """Reject, since 1.36, a resize that restarts an init container that runs once."""
    for index, policy in enumerate(policies):
        if policy.get("restartPolicy") == "RestartContainer":
            yield invalid(
                RULE,
                (*path, index, "restartPolicy"),
                "a plain init container runs once, so a resize cannot restart it",
                write="restartPolicy: NotRequired, or a sidecar with restartPolicy: Always",
            )
