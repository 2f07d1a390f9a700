"""Numbers written with any number of digits. Python refuses to read long ones, and takes long for it."""

from __future__ import annotations

from dslint.values.typed import Final

MOST_DIGITS: Final = 300
"""Digits that are read exactly: more than any number that Kubernetes tells apart, and a float can hold."""

_HUGE: Final[int] = 10**MOST_DIGITS


def whole_number(written: str, base: int = 10) -> int:
    """The whole number a string of digits says, with a sign or without one.

    One with more than 300 digits, without leading zeros, counts as 10 to the power of 300. Raises
    ValueError for what is not a whole number.
    """
    if len(written) <= MOST_DIGITS:
        return int(written, base)
    sign = -1 if written[0] == "-" else 1
    digits = written.lstrip("+-").lstrip("0")
    if len(digits) <= MOST_DIGITS:
        return sign * int(digits or "0", base)
    if not digits.isalnum():
        raise ValueError(f"not a whole number: {digits[:20]!r}…")
    return sign * _HUGE
