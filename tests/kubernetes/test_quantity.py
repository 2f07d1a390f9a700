"""Quantities are exact, and odd ones are read as Kubernetes reads them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.kubernetes.formats.quantity import MILLI, UNIT, Written, nanos, parse, round_up


@pytest.mark.parametrize(
    "written,exact",
    [
        ("0", 0),
        ("1", UNIT),
        (1, UNIT),
        (1.5, 3 * UNIT // 2),
        ("100m", 100 * MILLI),
        ("-1.5", -3 * UNIT // 2),
        ("+2", 2 * UNIT),
        ("1Ki", 1024 * UNIT),
        ("1.5Gi", 3 * 2**29 * UNIT),
        ("2e3", 2000 * UNIT),
        ("2E-3", 2 * MILLI),
        ("1E", 10**18 * UNIT),
        ("1u", 1000),
        ("1n", 1),
        ("0.1n", 1),
        ("-0.1n", -1),
        (".5", UNIT // 2),
        ("5.", 5 * UNIT),
        ("007", 7 * UNIT),
        (" 1 ", UNIT),
        ("-", 0),
        (".", 0),
        ("k", 0),
        ("9223372036854775807Ki", (2**63 - 1) * UNIT),
    ],
)
def test_value(written: Written, exact: int) -> None:
    assert parse(written) == exact


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "1 Gi",
        "1K",
        "1KB",
        "1mi",
        "1gb",
        "1Mib",
        "0x10",
        "1_000",
        "1.2.3",
        "1e",
        "Ei",
        "e-10",
        "one",
        "1\n",
        True,
    ],
)
def test_no_quantity(written: Written) -> None:
    assert parse(written) is None
    with pytest.raises(ValueError, match="is not a quantity"):
        nanos(written)


def test_an_absurd_exponent_takes_no_memory() -> None:
    assert nanos("1e999999999") == nanos("1e4000")


@pytest.mark.parametrize(
    "value,up", [(1, MILLI), (MILLI, MILLI), (MILLI + 1, 2 * MILLI), (-1, -MILLI), (0, 0)]
)
def test_rounding_goes_away_from_zero(value: int, up: int) -> None:
    assert round_up(value, MILLI) == up


@given(
    st.integers(0, 10**12),
    st.integers(0, 9),
    st.sampled_from(
        [("m", Fraction(1, 1000)), ("", Fraction(1)), ("k", Fraction(1000)), ("Mi", Fraction(2**20))]
    ),
)
def test_a_decimal_is_its_fraction_rounded_up_to_nano_units(
    number: int, digits: int, suffix: tuple[str, Fraction]
) -> None:
    text = f"{Fraction(number, 10**digits).__float__():.{digits}f}{suffix[0]}"
    exact = Fraction(text.removesuffix(suffix[0])) * suffix[1] * UNIT
    assert nanos(text) == -(-exact.numerator // exact.denominator)
