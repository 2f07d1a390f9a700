"""The operators: arithmetic, comparison, membership, indexing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from dslint.cel.equality import compare, equal
from dslint.cel.errors import CelError
from dslint.cel.values import Duration, Timestamp, UInt, checked_int, checked_uint, find, no_such_overload

if TYPE_CHECKING:
    from collections.abc import Callable

_SECOND = 10**9
_FIRST_MOMENT = -62135596800 * _SECOND
_LAST_MOMENT = 253402300800 * _SECOND - 1
_LONGEST = 315576000000 * _SECOND
_NANOS = 1 << 63
_LARGEST = 10_000_000
COST_EXCEEDED = "operation cancelled: actual cost limit exceeded"
"""The server's message for an expression that takes too long."""


def moment(nanos: int) -> Timestamp:
    """A Timestamp. Raises CelError outside the years 1 to 9999."""
    if _FIRST_MOMENT <= nanos <= _LAST_MOMENT:
        return Timestamp(nanos)
    raise CelError("timestamp overflow")


def span(nanos: int) -> Duration:
    """A Duration. Raises CelError when it does not fit 64 bits of nanoseconds."""
    if -_NANOS <= nanos < _NANOS:
        return Duration(nanos)
    raise CelError("duration overflow")


def add(left: object, right: object) -> object:
    """`left + right`."""
    kind, other = type(left), type(right)
    if kind is other:
        if kind is int:
            return checked_int(left + right)  # type: ignore[operator]
        if kind is float:
            return left + right  # type: ignore[operator]
        if kind is str or kind is list or kind is bytes:
            return _joined(left, right)
        if kind is UInt:
            return checked_uint(left + right)  # type: ignore[operator]
        if kind is Duration:
            return span(left.nanos + right.nanos)  # type: ignore[attr-defined]
    elif kind is Timestamp and other is Duration or kind is Duration and other is Timestamp:  # noqa: RUF021
        return moment(left.nanos + right.nanos)  # type: ignore[attr-defined]
    raise no_such_overload("_+_", left, right)


def _joined(left: object, right: object) -> object:
    if len(left) + len(right) > _LARGEST:  # type: ignore[arg-type]
        raise CelError(COST_EXCEEDED)
    return left + right  # type: ignore[operator]


def subtract(left: object, right: object) -> object:
    """`left - right`."""
    kind, other = type(left), type(right)
    if kind is other:
        if kind is int:
            return checked_int(left - right)  # type: ignore[operator]
        if kind is float:
            return left - right  # type: ignore[operator]
        if kind is UInt:
            return checked_uint(left - right)  # type: ignore[operator]
        if kind is Duration or kind is Timestamp:
            return span(left.nanos - right.nanos)  # type: ignore[attr-defined]
    elif kind is Timestamp and other is Duration:
        return moment(left.nanos - right.nanos)  # type: ignore[attr-defined]
    raise no_such_overload("_-_", left, right)


def multiply(left: object, right: object) -> object:
    """`left * right`."""
    kind = type(left)
    if kind is type(right):
        if kind is int:
            return checked_int(left * right)  # type: ignore[operator]
        if kind is float:
            return left * right  # type: ignore[operator]
        if kind is UInt:
            return checked_uint(left * right)  # type: ignore[operator]
    raise no_such_overload("_*_", left, right)


def divide(left: object, right: object) -> object:
    """`left / right`; integers are cut towards zero."""
    kind = type(left)
    if kind is type(right):
        if kind is float:
            return _divide_floats(cast("float", left), cast("float", right))
        if kind is int or kind is UInt:
            if right == 0:
                raise CelError("division by zero")
            return _whole(kind, _quotient(cast("int", left), cast("int", right)))
    raise no_such_overload("_/_", left, right)


def modulo(left: object, right: object) -> object:
    """`left % right`; the sign is that of the left one."""
    kind = type(left)
    if kind is type(right) and (kind is int or kind is UInt):
        if right == 0:
            raise CelError("modulus by zero")
        dividend, divisor = cast("int", left), cast("int", right)
        quotient = _whole(kind, _quotient(dividend, divisor))
        return _whole(kind, dividend - quotient * divisor)
    raise no_such_overload("_%_", left, right)


def _whole(kind: type, value: int) -> int:
    return checked_uint(value) if kind is UInt else checked_int(value)


def _quotient(dividend: int, divisor: int) -> int:
    quotient = abs(dividend) // abs(divisor)
    return quotient if (dividend < 0) == (divisor < 0) else -quotient


def _divide_floats(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def negate(value: object) -> object:
    """`-value`."""
    kind = type(value)
    if kind is int:
        return checked_int(-value)  # type: ignore[operator]
    if kind is float:
        return -value  # type: ignore[operator]
    if kind is Duration:
        return span(-value.nanos)  # type: ignore[attr-defined]
    raise no_such_overload("-_", value)


def logical_not(value: object) -> bool:
    """`!value`."""
    if value is True:
        return False
    if value is False:
        return True
    raise no_such_overload("!_", value)


def _ordering(symbol: str, wanted: frozenset[int]) -> Callable[[object, object], bool]:
    def ordered(left: object, right: object) -> bool:
        if left != left or right != right:  # noqa: PLR0124 - only NaN is unequal to itself
            return _order_of_nan(symbol, left, right)
        try:
            return compare(left, right) in wanted
        except CelError:
            raise no_such_overload(symbol, left, right) from None

    return ordered


def _order_of_nan(symbol: str, left: object, right: object) -> bool:
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        raise CelError("NaN values cannot be ordered")
    raise no_such_overload(symbol, left, right)


less = _ordering("_<_", frozenset({-1}))
less_or_equal = _ordering("_<=_", frozenset({-1, 0}))
greater = _ordering("_>_", frozenset({1}))
greater_or_equal = _ordering("_>=_", frozenset({0, 1}))


def not_equal(left: object, right: object) -> bool:
    """`left != right`."""
    return not equal(left, right)


def contains(element: object, items: object) -> bool:
    """`element in items`."""
    if isinstance(items, dict):
        return find(items, element)[0]
    if type(items) is list:
        return any(equal(item, element) for item in items)
    raise no_such_overload("@in", element, items)
