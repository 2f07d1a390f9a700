"""Errors in parameters that a schema cannot express: invalid patterns, paths, quantities and schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.policy.json_schema import schema_fault
from dslint.checks.policy.max_unavailable import amount
from dslint.checks.policy.paths import PathError, parse_path
from dslint.checks.policy.patterns import PatternError, compiled
from dslint.kubernetes.formats.quantity import parse
from dslint.values.path import FieldPath
from dslint.values.typed import Any

Fault = tuple[FieldPath, str]
"""The path below the parameters, and the error."""


def faults(check: str, params: Mapping[str, Any]) -> Iterator[Fault]:
    """Return every error in the parameters of a check for users' own rules."""
    found = _FAULTS.get(check)
    if found is not None:
        yield from found(params)


def _value(params: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _condition((), params)


def _if_then(params: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _condition(("if",), params["if"])
    yield from _condition(("then",), params["then"])


def _json_schema(params: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _path((), params)
    fault = schema_fault(params["schema"])
    if fault is not None:
        yield ("schema",), f"schema: {fault}"


def _required_metadata(params: Mapping[str, Any]) -> Iterator[Fault]:
    for field in ("labels", "annotations"):
        for key, pattern in params.get(field, {}).items():
            if pattern is not True:
                yield from _pattern((field, key), pattern)


def _required_resources(params: Mapping[str, Any]) -> Iterator[Fault]:
    for kind in ("requests", "limits"):
        for resource, bounds in params.get(kind, {}).items():
            yield from _bounds((kind, resource), bounds or {})


def _max_unavailable(params: Mapping[str, Any]) -> Iterator[Fault]:
    if amount(params["max"]) is None:
        yield ("max",), f"max: {params['max']!r} is not a number of pods or a percentage such as 10%"


def _cel(params: Mapping[str, Any]) -> Iterator[Fault]:
    from dslint.checks.policy.cel import faults as faults_of_cel  # noqa: PLC0415 - only where it is used

    return faults_of_cel(params)


_FAULTS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Fault]]] = {
    "cel": _cel,
    "value": _value,
    "if-then": _if_then,
    "json-schema": _json_schema,
    "required-metadata": _required_metadata,
    "required-resources": _required_resources,
    "max-unavailable": _max_unavailable,
}
_ASKED = ("required", "forbidden", "one-of", "none-of", "pattern", "min", "max")


def _condition(at: FieldPath, condition: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _path(at, condition)
    if not any(condition.get(key) not in (None, False) for key in _ASKED):
        yield at, f"the parameters set no condition; write one of {', '.join(_ASKED)}"
    if condition.get("required") and condition.get("forbidden"):
        yield (*at, "forbidden"), "required and forbidden exclude each other"
    if "pattern" in condition:
        yield from _pattern((*at, "pattern"), condition["pattern"])
    yield from _bounds(at, condition)


def _path(at: FieldPath, condition: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        parse_path(condition["path"])
    except PathError as error:
        yield (*at, "path"), str(error)


def _pattern(at: FieldPath, pattern: str) -> Iterator[Fault]:
    try:
        compiled(pattern)
    except PatternError as error:
        yield at, f"the pattern {pattern!r} is not supported: {error}"


def _bounds(at: FieldPath, bounds: Mapping[str, Any]) -> Iterator[Fault]:
    amounts = {key: parse(bounds[key]) for key in ("min", "max") if key in bounds}
    for key, found in amounts.items():
        if found is None:
            yield (*at, key), f"{key}: {bounds[key]!r} is not a number or quantity"
    low, high = amounts.get("min"), amounts.get("max")
    if low is not None and high is not None and low > high:
        yield (*at, "max"), "max is less than min"
