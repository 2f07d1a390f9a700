"""Run calls: operators, functions, conversions of constants, regular expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dslint.cel import operators, selection
from dslint.cel.equality import equal
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.library import regex
from dslint.cel.loops import Frame, Run, charge
from dslint.cel.overloads import Implementation, fitting
from dslint.cel.values import Optional

if TYPE_CHECKING:
    from dslint.cel.overloads import Overload


class Constant:
    """A part whose value is known when the expression is compiled."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, _frame: Frame) -> object:
        """The value, whatever the frame."""
        return self.value


class CannotCompile(Exception):  # noqa: N818 - it becomes a problem of the expression
    """A constant part fails."""


UNARY: dict[str, Callable[[Any], object]] = {"!_": operators.logical_not, "-_": operators.negate}
BINARY: dict[str, Callable[[Any, Any], object]] = {
    "_==_": equal,
    "_!=_": operators.not_equal,
    "_<_": operators.less,
    "_<=_": operators.less_or_equal,
    "_>_": operators.greater,
    "_>=_": operators.greater_or_equal,
    "_-_": operators.subtract,
    "_*_": operators.multiply,
    "_/_": operators.divide,
    "_%_": operators.modulo,
    "@in": operators.contains,
    "_[_]": selection.index,
    "_[?_]": selection.optional_of,
    "_?._": selection.optional_of,
}
PATTERNS = frozenset({"matches", "find", "findAll"})


def alternative(first: Run, other: Run, *, unwrap: bool) -> Run:
    """`or` and `orValue`: the alternative is evaluated only if the first value is absent."""

    def run(frame: Frame) -> object:
        found = first(frame)
        if not isinstance(found, Optional):
            raise CelError("no such overload")
        if found.present:
            return found.value if unwrap else found
        return other(frame)

    return run


def unary(operate: Callable[[Any], object], argument: Run) -> Run:
    """An operator of one operand."""
    return lambda frame: operate(argument(frame))


def binary(function: str, left: Run, right: Run) -> Run:
    """An operator of two operands."""
    operate = BINARY[function]
    if isinstance(right, Constant):
        constant = right.value
        if function == "@in" and constant == []:
            return Constant(False)
        return lambda frame: operate(left(frame), constant)
    return lambda frame: operate(left(frame), right(frame))


def folded(choices: list[Overload], value: object) -> Run:
    """Convert a constant at compile time. Raises CannotCompile if that fails."""
    try:
        return Constant(fitting(choices, (value,))(value))
    except CelError as problem:
        raise CannotCompile(str(problem)) from None
    except CelUnknown:
        return invoke(choices[0].function, choices, [Constant(value)])


def with_pattern(function: str, choices: list[Overload], arguments: list[Run]) -> Run:
    """Match with a constant pattern, compiled now. Raises CannotCompile, regex.NoEngineError."""
    constant = arguments[1]
    assert isinstance(constant, Constant)  # noqa: S101 - asked for by the caller
    try:
        pattern = regex.compiled(str(constant.value))
    except regex.PatternError as problem:
        raise CannotCompile(f"error parsing regexp: {problem}") from None
    text, *limits = [arguments[0], *arguments[2:]]

    def run(frame: Frame) -> object:
        value = text(frame)
        if type(value) is not str:
            fitting(choices, (value, constant.value, *(limit(frame) for limit in limits)))
            raise CelError("no such overload")
        if function == "matches":
            return regex.matches(value, pattern)
        if function == "find":
            return regex.find(value, pattern)
        return regex.find_all(value, pattern, limits[0](frame) if limits else -1)  # type: ignore[arg-type]

    return run


_PRODUCT = frozenset({"sets.contains", "sets.equivalent", "sets.intersects"})
_SQUARE = frozenset({"distinct"})


def invoke(function: str, choices: list[Overload], arguments: list[Run]) -> Run:
    """Call the first overload of a function that accepts the values."""

    def run(frame: Frame) -> object:
        values = tuple(argument(frame) for argument in arguments)
        implementation: Implementation = fitting(choices, values)
        if function in _PRODUCT:
            charge(frame, len(values[0]) * len(values[1]))  # type: ignore[arg-type]
        elif function in _SQUARE:
            charge(frame, len(values[0]) ** 2)  # type: ignore[arg-type]
        elif function == "lists.range" and type(values[0]) is int:
            charge(frame, values[0])
        result = implementation(*values)
        if type(result) is list:
            charge(frame, len(result))
        return result

    return run
