"""The standard functions and operators of the language.

Source: common/stdlib of cel-go. Operators have no implementation here: `compiler` runs them.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from dslint.cel import conversions
from dslint.cel.errors import CelError
from dslint.cel.library import regex
from dslint.cel.overloads import Overload, overload
from dslint.cel.times import date_of, zone_named
from dslint.cel.values import NONE, Duration, Optional, Timestamp, UInt, type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

_ORDERED = (
    "(bool, bool) bool", "(int, int) bool", "(int, double) bool", "(int, uint) bool", "(uint, uint) bool",
    "(uint, double) bool", "(uint, int) bool", "(double, double) bool", "(double, int) bool",
    "(double, uint) bool", "(string, string) bool", "(bytes, bytes) bool", "(timestamp, timestamp) bool",
    "(duration, duration) bool",
)  # fmt: skip
_OPERATORS: dict[str, tuple[str, ...]] = {
    "_?_:_": ("(bool, T, T) T",),
    "_&&_": ("(bool, bool) bool",),
    "_||_": ("(bool, bool) bool",),
    "!_": ("(bool) bool",),
    "@not_strictly_false": ("(bool) bool",),
    "_==_": ("(T, T) bool",),
    "_!=_": ("(T, T) bool",),
    "_<_": _ORDERED,
    "_<=_": _ORDERED,
    "_>_": _ORDERED,
    "_>=_": _ORDERED,
    "_+_": (
        "(bytes, bytes) bytes", "(double, double) double", "(duration, duration) duration",
        "(duration, timestamp) timestamp", "(timestamp, duration) timestamp", "(int, int) int",
        "(list(A), list(A)) list(A)", "(string, string) string", "(uint, uint) uint",
    ),
    "_-_": (
        "(double, double) double", "(duration, duration) duration", "(int, int) int",
        "(timestamp, duration) timestamp", "(timestamp, timestamp) duration", "(uint, uint) uint",
    ),
    "_*_": ("(double, double) double", "(int, int) int", "(uint, uint) uint"),
    "_/_": ("(double, double) double", "(int, int) int", "(uint, uint) uint"),
    "_%_": ("(int, int) int", "(uint, uint) uint"),
    "-_": ("(double) double", "(int) int"),
    "@in": ("(A, list(A)) bool", "(A, map(A, B)) bool"),
    "_[_]": (
        "(list(A), int) A", "(map(A, B), A) B",
        "(optional(list(A)), int) optional(A)", "(optional(map(A, B)), A) optional(B)",
    ),
    "_[?_]": (
        "(list(A), int) optional(A)", "(optional(list(A)), int) optional(A)",
        "(map(A, B), A) optional(B)", "(optional(map(A, B)), A) optional(B)",
    ),
}  # fmt: skip
CROSS_TYPE = frozenset(
    {"(int, double) bool", "(int, uint) bool", "(uint, double) bool", "(uint, int) bool",
     "(double, int) bool", "(double, uint) bool"}
)  # fmt: skip
"""Comparisons of numbers of different types came with 1.28."""

_CONVERSIONS: dict[str, tuple[Callable[[object], object], tuple[str, ...], str]] = {
    "bool": (conversions.to_bool, ("bool", "string"), "bool"),
    "bytes": (conversions.to_bytes, ("bytes", "string"), "bytes"),
    "double": (conversions.to_double, ("double", "int", "string", "uint"), "double"),
    "duration": (conversions.to_duration, ("duration", "int", "string"), "duration"),
    "int": (conversions.to_int, ("int", "double", "duration", "string", "timestamp", "uint"), "int"),
    "string": (
        conversions.to_string,
        ("string", "bool", "bytes", "double", "duration", "int", "timestamp", "uint"),
        "string",
    ),
    "timestamp": (conversions.to_timestamp, ("timestamp", "int", "string"), "timestamp"),
    "uint": (conversions.to_uint, ("uint", "double", "int", "string"), "uint"),
}
CONVERSIONS = frozenset({*_CONVERSIONS, "dyn", "type"})
"""Conversions of constants run at compile time, where their errors are reported."""


def declarations() -> Iterator[Overload]:
    """Every overload of the standard functions."""
    for name, signatures in _OPERATORS.items():
        for signature in signatures:
            yield overload(
                name, signature, since=28 if signature in CROSS_TYPE or "optional" in signature else 0
            )
    for name, (convert, sources, target) in _CONVERSIONS.items():
        for source in sources:
            yield overload(name, f"({source}) {target}", convert)
    yield overload("dyn", "(A) dyn", lambda value: value)
    yield overload("type", "(A) type(A)", type_of)
    for taken in ("string", "bytes", "list(A)", "map(A, B)"):
        count = _bytes_or_items if taken != "string" else len
        yield overload("size", f"({taken}) int", count)
        yield overload("size", f"{taken}.() int", count)
    yield overload("contains", "string.(string) bool", lambda text, part: part in text)
    yield overload("startsWith", "string.(string) bool", str.startswith)
    yield overload("endsWith", "string.(string) bool", str.endswith)
    yield overload("matches", "(string, string) bool", _matches, identity="matches")
    yield overload("matches", "string.(string) bool", _matches, identity="matches_string")
    yield from _times()
    yield from _optionals()


def _bytes_or_items(value: list[object]) -> int:
    return len(value)


def _matches(text: str, pattern: str) -> bool:
    return regex.matches(text, regex.pattern_of(pattern))


_NANOS_IN = {
    "getHours": 3600 * 10**9,
    "getMinutes": 60 * 10**9,
    "getSeconds": 10**9,
    "getMilliseconds": 10**6,
}
_FIELDS: dict[str, Callable[[datetime], int]] = {
    "getFullYear": lambda date: date.year,
    "getMonth": lambda date: date.month - 1,
    "getDayOfYear": lambda date: date.timetuple().tm_yday - 1,
    "getDayOfMonth": lambda date: date.day - 1,
    "getDate": lambda date: date.day,
    "getDayOfWeek": lambda date: date.isoweekday() % 7,
    "getHours": lambda date: date.hour,
    "getMinutes": lambda date: date.minute,
    "getSeconds": lambda date: date.second,
}


def _times() -> Iterator[Overload]:
    for name, read in {**_FIELDS, "getMilliseconds": None}.items():
        yield overload(name, "timestamp.() int", _reader(read))
        yield overload(name, "timestamp.(string) int", _reader(read))
        if name in _NANOS_IN:
            yield overload(name, "duration.() int", _unit(name))


def _reader(read: Callable[[datetime], int] | None) -> Callable[..., int]:
    def get(moment: Timestamp, zone: str = "UTC") -> int:
        chosen = zone_named(zone) if zone != "UTC" else UTC
        if read is None:
            return moment.nanos // 10**6 % 1000
        try:
            return read(date_of(moment, chosen))
        except (OverflowError, ValueError):
            raise CelError("timestamp overflow") from None

    return get


def _unit(name: str) -> Callable[[Duration], int]:
    step = _NANOS_IN[name]

    def get(span: Duration) -> int:
        whole = abs(span.nanos) // step
        return whole if span.nanos >= 0 else -whole

    return get


def _optionals() -> Iterator[Overload]:
    rows: tuple[tuple[str, str, Callable[..., object]], ...] = (
        ("optional.of", "(V) optional(V)", Optional),
        ("optional.ofNonZeroValue", "(V) optional(V)", _of_non_zero),
        ("optional.none", "() optional(V)", lambda: NONE),
        ("value", "optional(V).() V", _value),
        ("hasValue", "optional(V).() bool", lambda found: found.present),
        (
            "or",
            "optional(V).(optional(V)) optional(V)",
            lambda found, other: found if found.present else other,
        ),
        ("orValue", "optional(V).(V) V", lambda found, other: found.value if found.present else other),
    )
    for name, signature, implementation in rows:
        yield overload(name, signature, implementation, since=28)
    later: tuple[tuple[str, str, Callable[..., object]], ...] = (
        ("first", "list(V).() optional(V)", lambda items: Optional(items[0]) if items else NONE),
        ("last", "list(V).() optional(V)", lambda items: Optional(items[-1]) if items else NONE),
        ("optional.unwrap", "(list(optional(V))) list(V)", _unwrap),
        ("unwrapOpt", "list(optional(V)).() list(V)", _unwrap),
    )
    for name, signature, implementation in later:
        yield overload(name, signature, implementation, since=33)


def _value(found: Optional) -> object:
    if not found.present:
        raise CelError("optional.none() dereference")
    return found.value


def _unwrap(items: list[Optional]) -> list[object]:
    return [item.value for item in items if item.present]


def _of_non_zero(value: object) -> Optional:
    zero = value is None or (
        isinstance(value, (bool, int, float, str, bytes, list, dict, UInt)) and not value
    )
    if isinstance(value, (Duration, Timestamp)):
        zero = value.nanos == 0
    return NONE if zero else Optional(value)
