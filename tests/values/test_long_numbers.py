"""Integers of any length: exact up to a limit, a bound behind it, and an error where a digit is none."""

from __future__ import annotations

import pytest

from dslint.values.long_numbers import MOST_DIGITS, whole_number

LONG = "9" * (MOST_DIGITS + 1)
ZEROS = "0" * (MOST_DIGITS + 1)


@pytest.mark.parametrize(
    "written, base, expected",
    [
        ("17", 10, 17),
        ("-17", 10, -17),
        ("ff", 16, 255),
        (LONG, 10, 10**MOST_DIGITS),
        (f"-{LONG}", 10, -(10**MOST_DIGITS)),
        (f"+{LONG}", 10, 10**MOST_DIGITS),
        (f"{ZEROS}17", 10, 17),
        (f"-{ZEROS}17", 10, -17),
        (ZEROS, 10, 0),
        ("f" * 500, 16, 10**MOST_DIGITS),
    ],
)
def test_a_whole_number_of_any_length(written: str, base: int, expected: int) -> None:
    assert whole_number(written, base) == expected


@pytest.mark.parametrize(
    "written", ["", "x", "1-", f"{ZEROS}-5", f"-+{LONG}", "a" * 500, LONG + "x", f"{LONG} {LONG}"]
)
def test_what_is_no_whole_number_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|not a whole number"):
        whole_number(written)
