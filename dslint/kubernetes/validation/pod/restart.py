"""When a container is started again: restartPolicy, restartPolicyRules, resizePolicy.

Source: validateContainerRestartPolicy, validateInitContainers and validateResizePolicy in
pkg/apis/core/validation/validation.go. Where the gate ContainerRestartRules is shut, the fields are
dropped before anything here sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
from dslint.kubernetes.validation.value_checks import check_fields, either, missing, shown, unknown_word
from dslint.kubernetes.validation.version_changes import holds
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related

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
    yield from check_fields(container, CONTAINER_RESTART_POLICY, path)
    for_sidecars = holds("sidecars may have restartPolicyRules", context.minor)
    if rules and init and is_sidecar(container) and not for_sidecars:
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


def _rules_problems(rules: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    counted = holds("a list above its limit has too many entries, and is not too long", context.minor)
    above_limit = too_many if counted else too_long
    if len(rules) > RULES_LIMIT:
        yield above_limit(RULE, path, f"{len(rules)} rules exceed the maximum of {RULES_LIMIT} per container")
    all_containers = (
        context.gate("RestartAllContainersOnContainerExits") or context.allowed.restart_all_containers
    )
    actions = RESTART_RULE_ACTIONS[all_containers]
    for index, rule in enumerate(rules):
        place = (*path, index)
        action = rule.get("action", "")
        if action not in actions:
            yield unknown_word(RULE, (*place, "action"), action, actions)
        yield from _exit_code_problems(rule, place, context, above_limit)


def _exit_code_problems(
    rule: Data, path: FieldPath, context: Context, above_limit: Constructor
) -> Iterator[Problem]:
    codes = rule.get("exitCodes")
    path = (*path, "exitCodes")
    if codes is None:
        yield missing(RULE, rule, path, "exitCodes: {operator: In, values: [1]}")
        return
    yield from check_fields({"operator": "", **codes}, EXIT_CODES, path)
    count = len(codes.get("values") or ())
    if count > EXIT_CODES_LIMIT:
        message = f"{count} exit codes exceed the maximum of {EXIT_CODES_LIMIT} per rule"
        yield above_limit(RULE, (*path, "values"), message)


def resize_problems(policies: Sequence[Data], path: FieldPath, pod_restart_policy: str) -> Iterator[Problem]:
    """Judge resizePolicy. The server names the list for all but a resource said twice."""
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
    """Since 1.36: an init container that runs once cannot be restarted by a resize."""
    for index, policy in enumerate(policies):
        if policy.get("restartPolicy") == "RestartContainer":
            yield invalid(
                RULE,
                (*path, index, "restartPolicy"),
                "a plain init container runs once, so a resize cannot restart it",
                write="restartPolicy: NotRequired, or a sidecar with restartPolicy: Always",
            )
