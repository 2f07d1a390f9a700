"""Handlers of probes and lifecycle hooks: exactly one each, with its own fields.

Source: validateHandler, validateLivenessProbe, validateReadinessProbe, validateStartupProbe and
validateLifecycle in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required
from dslint.kubernetes.validation.tables import HTTP_GET_ACTION, PROBE
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.values.long_numbers import whole_number
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

ONLY_ONE_SUCCESS = frozenset({"livenessProbe", "startupProbe"})
PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
HOOKS = ("postStart", "preStop")
HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")


def probe_problems(probe: Data, path: FieldPath) -> Iterator[Problem]:
    """Judge the probe at `path`, whose last step says which probe it is."""
    kind = path[-1]
    yield from _handler_problems(probe, path, PROBE_HANDLERS, "probe")
    yield from check_fields(probe, PROBE, path)
    if kind in ONLY_ONE_SUCCESS and probe.get("successThreshold", 1) != 1:
        yield invalid(
            "probe",
            (*path, "successThreshold"),
            f"`successThreshold: {probe['successThreshold']}`: a {kind} must have successThreshold 1",
            write="successThreshold: 1, or remove it",
            changes=(Change("remove", (*path, "successThreshold")),),
            safe=True,
        )
    if kind == "readinessProbe" and "terminationGracePeriodSeconds" in probe:
        yield invalid(
            "probe",
            (*path, "terminationGracePeriodSeconds"),
            "a readinessProbe never stops a container, so it cannot have `terminationGracePeriodSeconds`",
            anchor="key",
            write="move it to the livenessProbe or startupProbe",
            changes=(Change("remove", (*path, "terminationGracePeriodSeconds")),),
        )


def lifecycle_problems(
    lifecycle: Data, path: FieldPath, grace_seconds: int, context: Context
) -> Iterator[Problem]:
    """Judge the hooks of a container; `grace_seconds` is the pod's terminationGracePeriodSeconds."""
    for hook in HOOKS:
        if hook in lifecycle:
            place = (*path, hook)
            yield from _handler_problems(lifecycle[hook], place, HOOK_HANDLERS, "container-lifecycle")
            if _given(lifecycle[hook], HOOK_HANDLERS)[:1] == ["sleep"]:
                yield from _sleep_problems(
                    lifecycle[hook]["sleep"], (*place, "sleep"), grace_seconds, context
                )


def _sleep_problems(action: Data, path: FieldPath, grace_seconds: int, context: Context) -> Iterator[Problem]:
    seconds = action.get("seconds", 0)
    if 0 < seconds <= grace_seconds:
        return
    zero = context.allowed.sleep_of_zero or context.gate("PodLifecycleSleepActionAllowZero")
    if zero and seconds == 0 <= grace_seconds:
        return
    yield invalid(
        "container-lifecycle",
        (*path, "seconds"),
        f"`seconds: {seconds}` must be between {0 if zero else 1} and {grace_seconds},"
        " the pod's terminationGracePeriodSeconds",
        field=field_text(path),
    )


def _given(holder: Data, kinds: Sequence[str]) -> list[str]:
    return [kind for kind in kinds if kind in holder]


def _handler_problems(holder: Data, path: FieldPath, kinds: Sequence[str], rule: str) -> Iterator[Problem]:
    """Judge the one handler of a probe or hook."""
    given = _given(holder, kinds)
    if not given:
        message = f"`{path[-1]}` has no handler"
        yield required(rule, path, message, write=either(kinds), anchor="key")
        return
    first = given[0]
    judge = _HANDLERS.get(first)
    if judge is not None:
        yield from judge(holder[first], (*path, first), rule)
    for kind in given[1:]:
        yield forbidden(
            rule,
            (*path, kind),
            f"`{path[-1]}` takes exactly one handler and already has `{first}`",
            anchor="key",
            write=f"`{first}` or `{kind}`",
            related=(Related((*path, first), "the first handler", "key"),),
        )


def _exec_problems(action: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    if not action.get("command"):
        yield missing(rule, action, (*path, "command"), 'command: ["/bin/check"]')


def _http_problems(action: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    yield from _port_problems(action, path, rule)
    yield from check_fields(action, HTTP_GET_ACTION._replace(rule=rule), path)
    for index, header in enumerate(action.get("httpHeaders") or ()):
        name = header.get("name", "")
        fault = names.header_name(name)
        if fault:
            yield invalid(
                rule,
                (*path, "httpHeaders", index, "name"),
                f"the header name `{shown(name)}` {fault}",
                field=field_text((*path, "httpHeaders")),
            )


def _port_problems(action: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    port = action.get("port", 0)
    fault = names.port_name(port) if isinstance(port, str) else names.port_number(port)
    if not fault:
        return
    if "port" not in action:
        yield invalid(rule, (*path, "port"), "`port` is missing", write="port: the number or name of one")
        return
    number = isinstance(port, str) and port.isdecimal() and not names.port_number(whole_number(port))
    yield invalid(
        rule,
        (*path, "port"),
        f"`port: {shown(port)}` is a string, not a number" if number else f"`port: {shown(port)}` {fault}",
        write=f"port: {port}" if number else "a port number, or the name of a port",
        changes=(Change("replace", (*path, "port"), str(port)),) if number else (),
        safe=number,
    )


_HANDLERS: dict[str, Callable[[Data, FieldPath, str], Iterator[Problem]]] = {
    "exec": _exec_problems,
    "httpGet": _http_problems,
    "tcpSocket": _port_problems,
    "grpc": _port_problems,
}
