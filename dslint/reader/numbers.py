"""Numbers as Go reads and writes them. This module contains all differences between Go and Python.

Source: `strconv.ParseInt`, `ParseUint`, `ParseFloat` and `FormatFloat` of Go, as
`go.yaml.in/yaml/v2` (`resolve.go`) and `sigs.k8s.io/yaml` (`yaml.go`) call them.
"""

from __future__ import annotations

import re
import struct
from math import isinf

_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_ODD_BINARY = re.compile(r"(-?)0b([-+]?)([01]+)\Z")
_LEADING_POINT = r"\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?\Z"

_MIN_INTEGER, _MAX_SIGNED, _MAX_INTEGER = -(2**63), 2**63 - 1, 2**64 - 1
_MOST_DIGITS = 64
"""No integer with more digits fits into 64 bits, in any base."""
_EXACT = 2**53
"""Below this, a float without a fraction is exactly that integer."""


def parse_number(text: str) -> int | float | None:
    """Return the number of a plain scalar that begins with a sign or a digit; None if it is a string."""
    plain = text.replace("_", "") if "_" in text else text
    integer = _parse_integer(plain)
    if integer is not None:
        return integer
    if _FLOAT.match(plain):
        value = float(plain)
        return None if isinf(value) else value
    return _parse_odd_binary(plain)


def parse_point_number(text: str) -> float | None:
    """Return the number of a plain scalar that begins with a point, where `_` may only be between digits."""
    if not re.match(_LEADING_POINT, text):
        return None
    value = float(text)
    return None if isinf(value) else value


def _parse_integer(plain: str) -> int | None:
    match = _INTEGER.match(plain)
    if match is None:
        return None
    sign, *by_base = match.groups()
    for digits, base in zip(by_base, (16, 2, 8, 10), strict=True):
        if digits:
            significant = digits.lstrip("0") or "0"
            if len(significant) > _MOST_DIGITS:
                return None
            value = int(significant, base)
            value = -value if sign == "-" else value
            # Go tries a signed integer first, then an unsigned one, and that takes no sign at all.
            fits = _MIN_INTEGER <= value <= (_MAX_SIGNED if sign else _MAX_INTEGER)
            return value if fits else None
    return None


def _parse_odd_binary(plain: str) -> int | None:
    """Read `0b-101`: go-yaml parses the part after `0b` again on its own, including the sign."""
    match = _ODD_BINARY.match(plain)
    if match is None or (match[1] and match[2]):
        return None
    digits = match[3].lstrip("0") or "0"
    value = int(digits, 2) if len(digits) <= _MOST_DIGITS else _MAX_INTEGER
    value = -value if "-" in (match[1], match[2]) else value
    return value if _MIN_INTEGER <= value <= _MAX_SIGNED else None


def json_number(value: float) -> int | float:
    """Return a float as it appears in kubectl's JSON: without a fraction it is an integer."""
    if isinf(value) or not value.is_integer():
        return value
    if -_EXACT < value < _EXACT:
        return int(value)
    # JSON uses the shortest digits of this float, padded with zeros.
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    written = int(whole + fraction) * 10 ** (int(exponent or 0) - len(fraction)) if exponent else int(whole)
    return written if _MIN_INTEGER <= written <= _MAX_INTEGER else value


def json_integer(text: str) -> int | float:
    """Return an integer of a JSON text; beyond 64 bits it is a float for Kubernetes."""
    if len(text) > _MOST_DIGITS:
        return float(text)
    value = int(text)
    return value if _MIN_INTEGER <= value <= _MAX_INTEGER else float(value)


def key_number(value: float) -> str:
    """Return a number as the text of a mapping's key: integers plainly, floats in the digits of 32 bits."""
    if isinstance(value, int):
        return str(value)
    return _SPECIAL_KEYS.get(repr(_as_32_bits(value))) or _general(_as_32_bits(value))


_SPECIAL_KEYS = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
_DIGITS_OF_32_BITS = 9
_PLAIN_EXPONENTS = range(-4, 6)


def _as_32_bits(value: float) -> float:
    try:
        narrowed: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("-inf") if value < 0 else float("inf")
    return narrowed


def _general(value: float) -> str:
    """Format as Go's `%g` with the fewest digits: an exponent below -4 and from 6 on."""
    tries = (f"{value:.{digits}e}" for digits in range(_DIGITS_OF_32_BITS))
    text = next(text for text in tries if _as_32_bits(float(text)) == value)
    mantissa, _, exponent = text.partition("e")
    if int(exponent) not in _PLAIN_EXPONENTS:
        return text
    decimals = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - int(exponent), 0)
    return f"{float(text):.{decimals}f}"
