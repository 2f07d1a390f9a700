"""How the server prints quantities, and what 64 bits do to large ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.kubernetes.formats.quantity import UNIT, Written, nanos
from dslint.kubernetes.formats.quantity_form import in_64_bits, is_whole, prints_as


@pytest.mark.parametrize(
    "written,unit",
    [
        ("1", "1"),
        (1, "1"),
        (1.0, "1"),
        (" 1 ", "1"),
        ("1000m", "1"),
        ("1.0", "1"),
        ("1m", "1m"),
        ("1000", "1k"),
        ("1000k", "1M"),
        ("1024Ki", "1Mi"),
        ("0.0009765625Ki", "1"),
    ],
)
def test_printed_as(written: Written, unit: str) -> None:
    assert prints_as(written, unit)


@pytest.mark.parametrize(
    "written,unit", [("+1", "1"), ("01", "1"), ("1e0", "1"), ("1e3", "1k"), ("1024", "1Ki"), ("2", "1")]
)
def test_the_same_size_printed_otherwise(written: Written, unit: str) -> None:
    assert not prints_as(written, unit)


@pytest.mark.parametrize("written", ["0", "1", 5, "-3", "1000m", "1.0", "1.5k", "1Gi", "1.5Gi", "10P"])
def test_whole(written: Written) -> None:
    assert is_whole(written)


@pytest.mark.parametrize("written", ["1m", "1.5", "0.5", "128m", "0.0001", "1n", "-1.5", "1.0001Ki"])
def test_a_fraction(written: Written) -> None:
    assert not is_whole(written)


@pytest.mark.parametrize("written", ["1Ei", "123456789012345678", "123456789012345678901234567890"])
def test_a_whole_number_too_large_to_be_taken_for_one(written: Written) -> None:
    assert nanos(written) % UNIT == 0
    assert not is_whole(written)


@given(st.integers(-(2**50), 2**50))
def test_what_fits_is_counted_as_it_is(number: int) -> None:
    assert in_64_bits(str(number)) == number
    assert in_64_bits(str(number), 3) == number * 1000
    away_from_zero = -(-number // 1000) if number >= 0 else number // 1000
    assert in_64_bits(f"{number}m") == away_from_zero
