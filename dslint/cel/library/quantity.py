"""Quantities: `quantity('1.5Gi')`.

Source: ParseQuantity, AsInt64, Add, Sub and AsApproximateFloat64 in k8s.io/apimachinery/pkg/api/resource.
"""

from __future__ import annotations

from dslint.cel.errors import CelError
from dslint.cel.types import object_type
from dslint.cel.values import INT_MAX, INT_MIN, Opaque
from dslint.kubernetes.formats import quantity as written
from dslint.kubernetes.formats.quantity_form import form_of

_NANO = -9


class Quantity(Opaque):
    """`number` × 10^`exponent`.

    small  the server holds it in 64 bits; only such ones can be whole numbers for it
    """

    __slots__ = ("exponent", "number", "small")
    cel_type = object_type("kubernetes.Quantity")

    def __init__(self, number: int, exponent: int, *, small: bool) -> None:
        self.number = number
        self.exponent = exponent
        self.small = small

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and compare(self, other) == 0

    def __hash__(self) -> int:
        return hash(_nanos(self))


def _nanos(quantity: Quantity) -> int:
    shift = quantity.exponent - _NANO
    factor: int = 10 ** abs(shift)
    return quantity.number * factor if shift >= 0 else quantity.number // factor


def parse(text: str) -> Quantity:
    """Read a quantity. Raises CelError."""
    nanos = written.parse(text) if text == text.strip() else None
    if nanos is None:
        raise CelError(
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            if written.parts_of(text) is None
            else "unable to parse quantity's suffix"
        )
    form = form_of(text)
    exponent = max(form.scale, _NANO)
    if form.kind == "binary" and not form.is_small:
        exponent = _NANO
    step = 10 ** (exponent - _NANO)
    number, rest = divmod(nanos, step)
    if rest:
        return Quantity(nanos, _NANO, small=False)
    return Quantity(number, exponent, small=form.is_small)


def is_quantity(text: str) -> bool:
    """Whether the text can be read as a quantity."""
    return text == text.strip() and written.parse(text) is not None


def compare(left: Quantity, right: Quantity) -> int:
    """-1, 0 or 1."""
    one, other = _aligned(left, right)
    return (one > other) - (one < other)


def _aligned(left: Quantity, right: Quantity) -> tuple[int, int]:
    exponent = min(left.exponent, right.exponent)
    return left.number * 10 ** (left.exponent - exponent), right.number * 10 ** (right.exponent - exponent)


def add(left: Quantity, right: Quantity) -> Quantity:
    """The sum."""
    if right.number == 0 and left.small and right.small:
        return left
    if left.number == 0 and left.small and right.small:
        return right
    one, other = _aligned(left, right)
    number = one + other
    small = left.small and right.small and all(INT_MIN <= part <= INT_MAX for part in (one, other, number))
    return Quantity(number, min(left.exponent, right.exponent), small=small)


def subtract(left: Quantity, right: Quantity) -> Quantity:
    """The difference."""
    return add(left, Quantity(-right.number, right.exponent, small=right.small))


def whole(number: int) -> Quantity:
    """An int as a quantity."""
    return Quantity(number, 0, small=True)


def sign(quantity: Quantity) -> int:
    """-1, 0 or 1."""
    return (quantity.number > 0) - (quantity.number < 0)


def _as_int(quantity: Quantity) -> int | None:
    if not quantity.small or quantity.exponent < 0:
        return None
    number = quantity.number * 10**quantity.exponent
    return number if INT_MIN <= number <= INT_MAX else None


def is_integer(quantity: Quantity) -> bool:
    """Whether `as_integer` gives a number."""
    return _as_int(quantity) is not None


def as_integer(quantity: Quantity) -> int:
    """The quantity as an int. Raises CelError."""
    number = _as_int(quantity)
    if number is None:
        raise CelError("cannot convert value to integer")
    return number


def as_float(quantity: Quantity) -> float:
    """The quantity as a double, which may lose digits."""
    try:
        return float(quantity.number) * float(f"1e{quantity.exponent}")
    except OverflowError:
        return float("inf") if quantity.number > 0 else float("-inf")
