"""Exact resource quantities: `100m`, `1.5Gi`, `2e3` as integers in nano units.

Source: ParseQuantity in k8s.io/apimachinery/pkg/api/resource. A nano unit is the smallest step
Kubernetes knows; anything finer is rounded away from zero.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dslint.values.long_numbers import whole_number

Written = str | int | float
"""A quantity as written in a manifest."""

UNIT = 10**9
"""Nano units in one core, byte or piece."""
MILLI = 10**6
"""Nano units in a thousandth."""

_WRITTEN = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?((?:[eEinumkKMGTP]*)[-+]?[0-9]*)\Z")
_EXPONENT = re.compile(r"[eE]([-+]?[0-9]+)\Z")
DECIMAL = {"": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DIGITLESS_BINARY = frozenset({"Ki", "Mi", "Gi", "Ti"})
"""Kubernetes reads `Gi` without a digit as zero, but rejects `Pi`, because large units take another path."""
_LARGEST_BINARY = (2**63 - 1) * UNIT
_LONG = 1e21
"""From this number of digits on, Go prints an exponent."""
_EXPONENT_LIMIT = 290
"""Keeps `1e999999999` from filling the memory; far above every number that the API distinguishes."""
_LARGEST = 10**300
"""In nano units; larger values count as this one, which a float can still hold."""
_SPACES = (
    " \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)


def nanos(written: Written) -> int:
    """Return the exact value in nano units. Raises ValueError if it is not a quantity."""
    value = parse(written)
    if value is None:
        msg = f"{written!r} is not a quantity"
        raise ValueError(msg)
    return value


@lru_cache(maxsize=4096, typed=True)
def parse(written: Written) -> int | None:
    """Return the exact value in nano units, or None if it is not a quantity."""
    parts = parts_of(written)
    if parts is None:
        return None
    sign, whole, fraction, suffix = parts
    size = _sized(whole + fraction, -len(fraction), suffix)
    if size is None:
        return None
    return -size if sign == "-" else size


def parts_of(written: Written) -> tuple[str, str, str, str] | None:
    """Return sign, digits before and after the point, and suffix; None for another form."""
    text = "" if isinstance(written, bool) else text_of(written)
    match = _WRITTEN.match(text)
    return (match[1], match[2], match[3] or "", match[4]) if match is not None and text else None


def text_of(written: Written) -> str:
    """Return a quantity as the server reads it: numbers as in JSON, texts without surrounding spaces."""
    if isinstance(written, str):
        return written.strip(_SPACES)
    whole = isinstance(written, float) and written.is_integer() and abs(written) < _LONG
    return str(int(written) if whole else written)


def round_up(value: int, step: int) -> int:
    """Round nano units away from zero to a multiple of `step`."""
    return -(-value // step) * step if value >= 0 else value // step * step


def _sized(digits: str, scale: int, suffix: str) -> int | None:
    number = whole_number(digits or "0")
    if suffix in BINARY:
        if not digits and suffix not in _DIGITLESS_BINARY:
            return None
        return min(_scaled(number << BINARY[suffix], scale), _LARGEST_BINARY)
    exponent = DECIMAL.get(suffix)
    if exponent is None:
        match = _EXPONENT.match(suffix)
        if match is None:
            return None
        exponent = max(-_EXPONENT_LIMIT, min(whole_number(match[1]), _EXPONENT_LIMIT))
    if not digits and exponent < DECIMAL["n"]:
        return None
    return _scaled(number, scale + exponent)


def _scaled(number: int, scale: int) -> int:
    """Return `number` x 10^`scale` in nano units, rounded up."""
    shift = scale + 9
    factor: int = 10 ** abs(shift)
    return min(number * factor, _LARGEST) if shift >= 0 else -(-number // factor)
