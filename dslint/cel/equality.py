"""When two values are equal, and which is the smaller one."""

from __future__ import annotations

from dslint.cel.errors import CelError
from dslint.cel.values import (
    Duration,
    Opaque,
    Optional,
    Timestamp,
    UInt,
    find,
    no_such_overload,
    of_key,
    type_of,
)

_NUMBERS = frozenset({int, UInt, float})


def equal(left: object, right: object) -> bool:
    """`==`: values of different types are unequal, numbers are compared by value."""
    kind, other = type(left), type(right)
    if kind is str or kind is bool or left is None or kind is bytes:
        return kind is other and left == right
    if kind in _NUMBERS:
        return other in _NUMBERS and left == right
    if kind is list:
        return other is list and _lists_equal(left, right)  # type: ignore[arg-type]
    if isinstance(left, dict):
        return isinstance(right, dict) and _maps_equal(left, right)
    if kind is not other:
        return False
    if isinstance(left, Optional) and isinstance(right, Optional):
        return left.present == right.present and (not left.present or equal(left.value, right.value))
    return left == right


def _lists_equal(left: list[object], right: list[object]) -> bool:
    return len(left) == len(right) and all(map(equal, left, right))


def _maps_equal(left: dict[object, object], right: dict[object, object]) -> bool:
    if len(left) != len(right):
        return False
    for key, value in left.items():
        present, other = find(right, of_key(key))
        if not present or not equal(value, other):
            return False
    return True


_ORDERED = frozenset({bool, str, bytes, Duration, Timestamp})


def compare(left: object, right: object) -> int:
    """-1, 0 or 1, as the two are ordered. Raises CelError for values without an order."""
    kind, other = type(left), type(right)
    if kind in _NUMBERS and other in _NUMBERS:
        return _numbers(left, right)  # type: ignore[arg-type]
    if kind is not other or kind not in _ORDERED:
        raise no_such_overload("compare", left, right)
    if isinstance(left, (Duration, Timestamp)):
        left, right = left.nanos, right.nanos  # type: ignore[attr-defined]
    elif kind is str:
        left, right = utf8(left), utf8(right)  # type: ignore[arg-type]
    return int(left > right) - int(left < right)  # type: ignore[operator]


def _numbers(left: float, right: float) -> int:
    if left != left or right != right:  # noqa: PLR0124 - only NaN is unequal to itself
        raise CelError("NaN values cannot be ordered")
    return (left > right) - (left < right)


def utf8(text: str) -> bytes:
    """The bytes that strings are ordered by."""
    return text.encode("utf-8", "surrogatepass")


def comparable(value: object) -> bool:
    """Whether values of this type have an order."""
    return type(value) in _ORDERED or type(value) in _NUMBERS


def is_opaque(value: object) -> bool:
    """Whether the value is of a library's own type."""
    return isinstance(value, Opaque)


def type_name(value: object) -> str:
    """The name of a value's type."""
    return str(type_of(value))
