"""Read integers of any length. Python rejects very long ones and needs quadratic time for others."""

from __future__ import annotations

from dslint.values.typed import Final

MOST_DIGITS: Final = 300
"""The number of exactly read digits: more than Kubernetes distinguishes, and within a float's range."""

_HUGE: Final[int] = 10**MOST_DIGITS


def whole_number(written: str, base: int = 10) -> int:
    """Return the integer that a string of digits represents, with or without a sign.

    A number of more than 300 digits, without leading zeros, counts as 10 to the power of 300. Raises
    ValueError if the string is not an integer.
    """
    if len(written) <= MOST_DIGITS:
        return int(written, base)
    sign = -1 if written[0] == "-" else 1
    body = written[1:] if written[0] in "+-" else written
    if not body.isalnum():
        raise ValueError(f"not a whole number: {body[:20]!r}…")
    digits = body.lstrip("0")
    if len(digits) <= MOST_DIGITS:
        return sign * int(digits or "0", base)
    for start in range(0, len(digits), MOST_DIGITS):
        int(digits[start : start + MOST_DIGITS], base)  # raises where one is no digit
    return sign * _HUGE
