"""Timestamps, durations and numbers as text, both ways, as Go writes and reads them."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from dslint.cel.errors import CelError
from dslint.cel.operators import moment, span
from dslint.cel.values import Duration, Timestamp

_SECOND = 10**9
_UNITS = {
    "ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6,
    "s": _SECOND, "m": 60 * _SECOND, "h": 3600 * _SECOND,
}  # fmt: skip
_DURATION = re.compile(r"[+-]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:Z|([+-])(\d{2}):(\d{2}))", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_TEXT = 200
_LARGEST_PLAIN = 6
_SMALLEST_PLAIN = -4


def parse_duration(text: str) -> Duration:
    """`1h30m` and the like. Raises CelError."""
    if len(text) > _LONGEST_TEXT or _DURATION.fullmatch(text) is None:
        raise CelError(f'time: invalid duration "{text}"')
    total = 0
    for whole, fraction, unit in _PART.findall(text):
        total += int(whole or "0") * _UNITS[unit]
        if fraction:
            total += int(fraction) * _UNITS[unit] // 10 ** len(fraction)
    return span(-total if text.startswith("-") else total)


def text_of_duration(value: Duration) -> str:
    """A duration in seconds, `5400s`."""
    sign = "-" if value.nanos < 0 else ""
    seconds, nanos = divmod(abs(value.nanos), _SECOND)
    fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
    return f"{sign}{seconds}{fraction}s"


def parse_timestamp(text: str) -> Timestamp:
    """A moment as RFC 3339 writes it. Raises CelError."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise _bad_timestamp(text)
    year, month, day, hour, minute, second = (int(match[group]) for group in range(1, 7))
    try:
        date = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise _bad_timestamp(text) from None
    seconds = int((date - _EPOCH).total_seconds()) - _offset(match, text)
    nanos = int(((match[7] or "") + "0" * 9)[:9])
    return moment(seconds * _SECOND + nanos)


def _bad_timestamp(text: str) -> CelError:
    return CelError(f'parsing time "{text}" as "2006-01-02T15:04:05Z07:00": cannot parse')


def _offset(match: re.Match[str], text: str) -> int:
    if match[8] is None:
        return 0
    hours, minutes = int(match[9]), int(match[10])
    if hours > 24 or minutes >= 60:  # noqa: PLR2004 - of a day and an hour
        raise _bad_timestamp(text)
    seconds = hours * 3600 + minutes * 60
    return -seconds if match[8] == "-" else seconds


def text_of_timestamp(value: Timestamp) -> str:
    """A moment in UTC as RFC 3339 writes it."""
    date = date_of(value, UTC)
    nanos = value.nanos % _SECOND
    fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
    return f"{date.year:04d}{date.strftime('-%m-%dT%H:%M:%S')}{fraction}Z"


def date_of(value: Timestamp, zone: timezone) -> datetime:
    """The date and time of a moment, seconds cut."""
    return (_EPOCH + timedelta(seconds=value.nanos // _SECOND)).astimezone(zone)


_OFFSET_NAME = re.compile(r"([+-]?)(\d{2}):(\d{2})", re.ASCII)


@lru_cache(maxsize=64)
def zone_named(name: str) -> timezone:
    """A time zone: `+01:00`, `UTC` or a name such as `Europe/Berlin`. Raises CelError."""
    match = _OFFSET_NAME.fullmatch(name)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-offset if match[1] == "-" else offset)
    if name in ("", "UTC"):
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - expressions that name a zone are rare

    try:
        return ZoneInfo(name)  # type: ignore[return-value]
    except Exception:  # noqa: BLE001 - zoneinfo raises many kinds for a bad name
        raise CelError(f"unknown time zone {name}") from None


def text_of_double(value: float) -> str:
    """A double as Go's `%g` writes it, with the shortest digits that give it back."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    digits, _, exponent = f"{value!r}".partition("e")
    mantissa, _, fraction = digits.lstrip("-").partition(".")
    sign = "-" if math.copysign(1.0, value) < 0 else ""
    fraction = "" if fraction == "0" else fraction
    figures = (mantissa + fraction).lstrip("0") or "0"
    power = len(mantissa) - 1 + int(exponent or 0)
    if mantissa == "0":
        power = -1 - (len(fraction) - len(fraction.lstrip("0"))) if fraction else 0
    figures = figures.rstrip("0") or "0"
    if power < _SMALLEST_PLAIN or power >= _LARGEST_PLAIN:
        return sign + _scientific(figures, power)
    return sign + _plain(figures, power)


def _scientific(figures: str, power: int) -> str:
    head = figures[0] + ("." + figures[1:] if len(figures) > 1 else "")
    return f"{head}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _plain(figures: str, power: int) -> str:
    if power < 0:
        return "0." + "0" * (-power - 1) + figures
    if len(figures) <= power + 1:
        return figures + "0" * (power + 1 - len(figures))
    return figures[: power + 1] + "." + figures[power + 1 :]
