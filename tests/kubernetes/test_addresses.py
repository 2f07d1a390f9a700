"""IP addresses, read leniently and strictly, and how they are better written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.kubernetes.formats.addresses import ip_fault, preferred

NONE = "is not an IP address"
PADDED = "has a number with leading zeros"
MAPPED = "is an IPv4 address written as an IPv6 address"


@pytest.mark.parametrize(
    "text, lenient, strict, better",
    [
        ("10.0.0.1", "", "", ""),
        ("010.0.0.1", "", PADDED, "10.0.0.1"),
        ("10.0.0.256", NONE, NONE, ""),
        ("10.0.0", NONE, NONE, ""),
        ("10.0.0.+1", NONE, NONE, ""),
        ("10.0.0.1 ", NONE, NONE, ""),
        ("\u0661.0.0.1", NONE, NONE, ""),  # an Arabic one
        ("", NONE, NONE, ""),
        ("::1", "", "", ""),
        ("::0:1", "", "", "::1"),
        ("2001:DB8::1", "", "", "2001:db8::1"),
        ("::ffff:1.2.3.4", "", MAPPED, "1.2.3.4"),
        ("::ffff:01.2.3.4", "", MAPPED, "1.2.3.4"),
        ("::1.2.3.4", "", "", "::102:304"),
        ("::00001", "", PADDED, "::1"),
        ("fe80::1%eth0", NONE, NONE, ""),
        ("1::2::3", NONE, NONE, ""),
        ("1:2:3:4:5:6:7:8:9", NONE, NONE, ""),
        ("::1.2.3", NONE, NONE, ""),
    ],
)
def test_addresses(text: str, lenient: str, strict: str, better: str) -> None:
    assert ip_fault(text, strict=False) == lenient
    assert ip_fault(text, strict=True) == strict
    assert preferred(text) == better


@given(st.ip_addresses())
def test_an_address_as_python_writes_it_is_right(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    assert ip_fault(str(address), strict=True) == (MAPPED if mapped else "")
    assert mapped or preferred(str(address)) == ""


@given(st.text(alphabet="0123456789abcdef.:%", max_size=24))
def test_what_the_strict_reader_takes_python_takes_too(text: str) -> None:
    if ip_fault(text, strict=True) == "":
        ipaddress.ip_address(text)
