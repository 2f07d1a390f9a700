"""What a function takes and gives: the entries of the declaration tables, and which one fits a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dslint.cel.types import Type, parse_type
from dslint.cel.values import Duration, Opaque, Optional, Timestamp, UInt, no_such_overload, of_key

Implementation = Callable[..., Any]
Guard = Callable[[object], bool]


class Overload(NamedTuple):
    """One way of calling a function.

    member  it is called on a value: the first argument stands in front of the dot
    guards  for each argument whether a value fits; None where everything does
    since   the minor version of Kubernetes that brought it
    """

    function: str
    identity: str
    member: bool
    arguments: tuple[Type, ...]
    result: Type
    parameters: tuple[str, ...]
    implementation: Implementation | None
    guards: tuple[Guard | None, ...]
    since: int


def overload(
    function: str,
    signature: str,
    implementation: Implementation | None = None,
    *,
    identity: str = "",
    since: int = 0,
    guarded: bool = True,
) -> Overload:
    """A row of the tables. The signature reads `(string, int) bool` or `string.(int) bool`."""
    receiver, _, rest = ("", "", signature[1:]) if signature[0] == "(" else signature.partition(".(")
    inside, result = _split_signature(rest)
    texts = ([receiver] if receiver else []) + _arguments(inside)
    arguments = tuple(map(parse_type, texts))
    return Overload(
        function=function,
        identity=identity or f"{function}:{signature}",
        member=bool(receiver),
        arguments=arguments,
        result=parse_type(result),
        parameters=tuple(sorted(set().union(*map(_parameters, arguments), _parameters(parse_type(result))))),
        implementation=implementation,
        guards=tuple(guard_of(argument) if guarded else None for argument in arguments),
        since=since,
    )


def _split_signature(text: str) -> tuple[str, str]:
    depth = 1
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[:at], text[at + 1 :]
    raise ValueError(text)


def _arguments(text: str) -> list[str]:
    parts: list[str] = []
    depth = start = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    last = text[start:].strip()
    return [*parts, last] if last else parts


def _parameters(term: Type) -> set[str]:
    if term.kind == "param":
        return {term.name}
    return set().union(*map(_parameters, term.params))


_PYTHON: dict[str, type] = {
    "bool": bool,
    "bytes": bytes,
    "double": float,
    "int": int,
    "string": str,
    "uint": UInt,
    "duration": Duration,
    "timestamp": Timestamp,
    "null_type": type(None),
    "type": Type,
    "opaque": Optional,
}


def guard_of(term: Type) -> Guard | None:
    """Whether a value is of a type, as a call looks at it: lists and maps by their first element."""
    if term.kind in ("dyn", "param"):
        return None
    if term.kind == "list":
        return _list_guard(guard_of(term.params[0]))
    if term.kind == "map":
        return _map_guard(guard_of(term.params[0]), guard_of(term.params[1]))
    if term.kind == "object":
        return lambda value: isinstance(value, Opaque) and value.cel_type.name == term.name
    wanted = _PYTHON[term.kind]
    return lambda value: type(value) is wanted


def _list_guard(element: Guard | None) -> Guard:
    if element is None:
        return lambda value: type(value) is list
    return lambda value: type(value) is list and (not value or element(value[0]))


def _map_guard(key: Guard | None, item: Guard | None) -> Guard:
    def fits(value: object) -> bool:
        if not isinstance(value, dict):
            return False
        if not value:
            return True
        first = next(iter(value))
        return (key is None or key(of_key(first))) and (item is None or item(value[first]))

    return fits


def fitting(choices: list[Overload], arguments: tuple[object, ...]) -> Implementation:
    """The implementation that takes these values. Raises CelError when none does."""
    for choice in choices:
        if len(choice.guards) == len(arguments) and all(
            guard is None or guard(argument) for guard, argument in zip(choice.guards, arguments, strict=True)
        ):
            implementation = choice.implementation
            if implementation is not None:
                return implementation
    raise no_such_overload(choices[0].function, *arguments)
