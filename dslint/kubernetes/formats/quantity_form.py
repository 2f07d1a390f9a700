"""The server's form of a quantity: what it prints, and where 64 bits are not enough.

Source: ParseQuantity, String and ScaledValue in k8s.io/apimachinery/pkg/api/resource. Nothing here
matters below 10^15 whole units or for a number written without sign, leading zeros and exponent.
"""

from __future__ import annotations

from functools import lru_cache

from dslint.kubernetes.formats.quantity import (
    BINARY,
    DECIMAL,
    UNIT,
    Written,
    nanos,
    parts_of,
    round_up,
    text_of,
)
from dslint.values.long_numbers import whole_number
from dslint.values.typed import Literal, NamedTuple

_DIGITS = 18
"""The number of decimal digits that always fit into 64 bits."""
_BINARY_DIGITS = 15
_BITS = 64
_NANO = -9
_RUNNING_OVER = frozenset({0, 1, 2, 3, 6, 9})
"""Powers of ten by which the server multiplies in one unchecked step; others go step by step."""


class Form(NamedTuple):
    """A quantity as the server holds it.

    kind        which suffixes it is printed with: `decimal` (k, M), `exponent` (e3) or `binary` (Ki)
    is_small    it is held as 64 bits times 10^`scale`, larger ones exactly
    as_written  it is printed as it was written; others in the shortest way
    """

    kind: Literal["decimal", "exponent", "binary"]
    scale: int
    is_small: bool
    as_written: bool


@lru_cache(maxsize=1024, typed=True)
def form_of(written: Written) -> Form:
    """Return the form of a valid quantity."""
    _, whole, fraction, suffix = parts_of(written) or ("", "", "", "")
    digits = (whole.lstrip("0") or "0") + fraction
    if suffix in BINARY:
        room = _BINARY_DIGITS - len(digits) - BINARY[suffix] * 3 // 10 - 1
        is_small = room >= 0 and not fraction
        return Form("binary", 0, is_small, is_small and whole_number(digits) % 8 != 0)
    exponent = DECIMAL[suffix] if suffix in DECIMAL else whole_number(suffix[1:])
    scale = exponent - len(fraction)
    is_small = len(digits) <= _DIGITS and scale >= _NANO
    is_shortest = scale % 3 == 0 and not digits.endswith("000") and digits[0] != "0"
    kind: Literal["decimal", "exponent"] = "decimal" if suffix in DECIMAL else "exponent"
    return Form(kind, scale, is_small, is_small and is_shortest)


def prints_as(written: Written, unit: str) -> bool:
    """Whether the server prints a quantity as this one, which is in its shortest form."""
    form = form_of(written)
    if form.as_written:
        return text_of(written) == unit
    return nanos(written) == nanos(unit) and (unit == "1" or form.kind == form_of(unit).kind)


_SUFFIXES = {exponent: suffix for suffix, exponent in DECIMAL.items()}
_BINARY_SUFFIXES = {power: suffix for suffix, power in BINARY.items()}
_KIBI = 1024


def printed(written: Written) -> str:
    """Return a valid quantity as the server prints it. Source: CanonicalizeBytes."""
    form = form_of(written)
    value = nanos(written)
    if form.as_written:
        return text_of(written)
    if value == 0:
        return "0"
    if form.kind == "binary" and value % UNIT == 0 and abs(value) >= _KIBI * UNIT:
        return _with_binary_suffix(value // UNIT)
    return _with_decimal_suffix(value, exponent_form=form.kind == "exponent")


def _with_binary_suffix(number: int) -> str:
    power = 0
    while number % _KIBI == 0 and power < max(BINARY.values()):
        number //= _KIBI
        power += 10
    return f"{number}{_BINARY_SUFFIXES.get(power, '')}"


def _with_decimal_suffix(number: int, *, exponent_form: bool) -> str:
    exponent = _NANO
    while number % 1000 == 0 and (exponent_form or exponent < max(_SUFFIXES)):
        number //= 1000
        exponent += 3
    if exponent_form:
        return f"{number}e{exponent}" if exponent else str(number)
    return f"{number}{_SUFFIXES[exponent]}"


def is_whole(written: Written) -> bool:
    """Whether the server treats a quantity as an integer, judged by its thousandths."""
    return in_64_bits(written, 3) % 1000 == 0


def in_64_bits(written: Written, places: int = 0) -> int:
    """Return a quantity in whole units, or with 3 places in thousandths, rounded up, as the server counts it.

    A value that exceeds 64 bits overflows, or becomes 0, as on the server.
    """
    step: int = UNIT // 10**places
    count = round_up(nanos(written), step) // step
    if abs(count) < 1 << (_BITS - 1):
        return count
    form = form_of(written)
    if form.is_small and form.scale + places not in _RUNNING_OVER:
        return 0
    low = count % (1 << _BITS)
    return low - (1 << _BITS) if low >> (_BITS - 1) else low
