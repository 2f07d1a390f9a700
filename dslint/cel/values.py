"""The values of expressions.

bool, int, float, str, bytes, None, list and dict are Python's own; an int is always within 64 bits.
The keys of a dict are str, int, UInt or KEY_TRUE and KEY_FALSE (Python cannot tell True from 1 as a key).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.cel import types
from dslint.cel.errors import CelError

if TYPE_CHECKING:
    from collections.abc import Iterable

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1
UINT_MAX = (1 << 64) - 1


class UInt(int):
    """An unsigned 64-bit integer. Arithmetic on it gives plain int: check and wrap the result."""

    __slots__ = ()


class Duration:
    """A span of time in nanoseconds."""

    __slots__ = ("nanos",)

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    def __eq__(self, other: object) -> bool:
        return type(other) is Duration and other.nanos == self.nanos

    def __hash__(self) -> int:
        return hash(self.nanos)


class Timestamp:
    """A moment: nanoseconds since 1970 in UTC."""

    __slots__ = ("nanos",)

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    def __eq__(self, other: object) -> bool:
        return type(other) is Timestamp and other.nanos == self.nanos

    def __hash__(self) -> int:
        return hash(self.nanos)


class Optional:
    """A value that may be absent."""

    __slots__ = ("present", "value")

    def __init__(self, value: object = None, *, present: bool = True) -> None:
        self.value = value
        self.present = present


NONE = Optional(present=False)


class Opaque:
    """A value of a library's own type; subclasses name the type and say when two are equal."""

    __slots__ = ()
    cel_type = types.DYN


class Key:
    """A bool as the key of a map."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:  # noqa: FBT001 - it is what the key stands for
        self.value = value


KEY_TRUE, KEY_FALSE = Key(True), Key(False)

_TYPES: dict[type, types.Type] = {
    bool: types.BOOL,
    int: types.INT,
    UInt: types.UINT,
    float: types.DOUBLE,
    str: types.STRING,
    bytes: types.BYTES,
    type(None): types.NULL,
    list: types.Type("list", "list"),
    dict: types.Type("map", "map"),
    Duration: types.Type("duration", "google.protobuf.Duration"),
    Timestamp: types.Type("timestamp", "google.protobuf.Timestamp"),
    types.Type: types.TYPE,
    Optional: types.Type("opaque", "optional_type"),
}


def type_of(value: object) -> types.Type:
    """The type of a value at run time, without what is inside a list or map."""
    found = _TYPES.get(type(value))
    if found is not None:
        return found if found is not types.NULL else types.Type("null_type", "null_type")
    if isinstance(value, Opaque):
        return value.cel_type
    return types.Type("map", "map")


def no_such_overload(function: str, *arguments: object) -> CelError:
    """The error of calling `function` with argument types that it does not take."""
    names = ", ".join(str(type_of(argument)) for argument in arguments)
    return CelError(f"no such overload: {function}({names})")


def as_key(value: object) -> object:
    """A value as the key of a dict. Raises CelError when it cannot be one."""
    kind = type(value)
    if kind is str or kind is int or kind is UInt:
        return value
    if kind is bool:
        return KEY_TRUE if value else KEY_FALSE
    raise CelError(f"unsupported key type: {type_of(value)}")


def of_key(key: object) -> object:
    """The value that a key of a dict stands for."""
    return key.value if type(key) is Key else key


def keys_of(mapping: dict[object, object]) -> Iterable[object]:
    """The keys of a map as values."""
    return [of_key(key) for key in mapping]


_MISSING = object()
_BEYOND_INTEGERS = 2.0**64


def find(mapping: dict[object, object], key: object) -> tuple[bool, object]:
    """Whether the map holds the key, and the value; numbers that are equal are the same key."""
    kind = type(key)
    if kind is str or kind is int or kind is UInt:
        value = mapping.get(key, _MISSING)
    elif kind is bool:
        value = mapping.get(KEY_TRUE if key else KEY_FALSE, _MISSING)
    elif isinstance(key, float) and key.is_integer() and abs(key) < _BEYOND_INTEGERS:
        value = mapping.get(int(key), _MISSING)
    else:
        return False, None
    return (False, None) if value is _MISSING else (True, value)


def checked_int(value: int) -> int:
    """The int itself. Raises CelError when it does not fit 64 bits."""
    if INT_MIN <= value <= INT_MAX:
        return value
    raise CelError("integer overflow")


def checked_uint(value: int) -> UInt:
    """The UInt. Raises CelError when it does not fit 64 bits."""
    if 0 <= value <= UINT_MAX:
        return UInt(value)
    raise CelError("unsigned integer overflow")
