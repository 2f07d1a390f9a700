"""`int(x)`, `string(x)` and the other conversions."""

from __future__ import annotations

import math
import re

from dslint.cel.errors import CelError
from dslint.cel.times import (
    parse_duration,
    parse_timestamp,
    text_of_double,
    text_of_duration,
    text_of_timestamp,
)
from dslint.cel.types import Type
from dslint.cel.values import (
    INT_MAX,
    INT_MIN,
    UINT_MAX,
    Duration,
    Timestamp,
    UInt,
    checked_int,
    checked_uint,
    type_of,
)

from dslint.cel.operators import moment, span  # isort: skip

_SECOND = 10**9
_INT = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
_UINT = re.compile(r"[0-9]{1,40}", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_UNDERSCORED = re.compile(r"[+-]?(?:inf|infinity|nan)", re.IGNORECASE | re.ASCII)
_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*[pP][+-]?[0-9]+", re.ASCII)
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})
_LONGEST_NUMBER = 1000


def _refuse(value: object, wanted: str) -> CelError:
    return CelError(f"type conversion error from '{type_of(value)}' to '{wanted}'")


def to_int(value: object) -> int:
    """`int(value)`. Raises CelError."""
    kind = type(value)
    if kind is int:
        return value  # type: ignore[return-value]
    if kind is UInt:
        return checked_int(int(value))  # type: ignore[call-overload]
    if kind is float:
        return _whole(value, INT_MIN, INT_MAX, "integer overflow")  # type: ignore[arg-type]
    if isinstance(value, Timestamp):
        return value.nanos // _SECOND
    if isinstance(value, Duration):
        return value.nanos
    if isinstance(value, str) and _INT.fullmatch(value) and INT_MIN <= int(value) <= INT_MAX:
        return int(value)
    raise _refuse(value, "int")


def _whole(value: float, least: int, most: int, message: str) -> int:
    if math.isnan(value) or math.isinf(value) or value <= float(least) - (least == 0) or value >= float(most):
        raise CelError(message)
    return int(value)


def to_uint(value: object) -> UInt:
    """`uint(value)`. Raises CelError."""
    kind = type(value)
    if kind is UInt:
        return value  # type: ignore[return-value]
    if kind is int:
        return checked_uint(value)  # type: ignore[arg-type]
    if kind is float:
        return UInt(_whole(value, 0, UINT_MAX, "unsigned integer overflow"))  # type: ignore[arg-type]
    if isinstance(value, str) and _UINT.fullmatch(value) and int(value) <= UINT_MAX:
        return UInt(int(value))
    raise _refuse(value, "uint")


def to_double(value: object) -> float:
    """`double(value)`. Raises CelError."""
    kind = type(value)
    if kind is float or kind is int or kind is UInt:
        return float(value)  # type: ignore[arg-type]
    if isinstance(value, str) and len(value) <= _LONGEST_NUMBER:
        number = _parsed_double(value)
        if number is not None:
            return number
    raise _refuse(value, "double")


def _parsed_double(text: str) -> float | None:
    if _FLOAT.fullmatch(text):
        number = float(text)
        return None if math.isinf(number) else number
    if _UNDERSCORED.fullmatch(text):
        return float(text)
    if _HEX.fullmatch(text):
        try:
            return float.fromhex(text)
        except (ValueError, OverflowError):
            return None
    return None


def to_bool(value: object) -> bool:
    """`bool(value)`. Raises CelError."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value in _TRUE:
            return True
        if value in _FALSE:
            return False
    raise _refuse(value, "bool")


def to_string(value: object) -> str:
    """`string(value)`. Raises CelError."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is UInt:
        return str(int(value))  # type: ignore[call-overload]
    if kind is float:
        return text_of_double(value)  # type: ignore[arg-type]
    return _rarer_string(value)


def _rarer_string(value: object) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise CelError("invalid UTF-8 in bytes, cannot convert to string") from None
    if isinstance(value, Timestamp):
        return text_of_timestamp(value)
    if isinstance(value, Duration):
        return text_of_duration(value)
    if value is None:
        return "null"
    if isinstance(value, Type):
        return value.name
    text = getattr(value, "as_string", None)
    if text is not None:
        return str(text())
    raise _refuse(value, "string")


def to_bytes(value: object) -> bytes:
    """`bytes(value)`. Raises CelError."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    raise _refuse(value, "bytes")


def to_timestamp(value: object) -> Timestamp:
    """`timestamp(value)`. Raises CelError."""
    if isinstance(value, Timestamp):
        return value
    if isinstance(value, str):
        return parse_timestamp(value)
    if type(value) is int:
        return moment(value * _SECOND)
    raise _refuse(value, "google.protobuf.Timestamp")


def to_duration(value: object) -> Duration:
    """`duration(value)`. Raises CelError."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, str):
        return parse_duration(value)
    if type(value) is int:
        return span(value)
    raise _refuse(value, "google.protobuf.Duration")
