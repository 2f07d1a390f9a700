"""IP addresses as the API server reads them, in the old lenient way and in the strict one.

Source: IsValidIPForLegacyField and GetWarningsForIP in k8s.io/apimachinery/pkg/util/validation/ip.go,
ParseIPSloppy in k8s.io/utils/net.
"""

from __future__ import annotations

from dslint.values.typed import NamedTuple

_OCTET = 255
_OCTETS = 4
_HEX_DIGITS = 4
_PADDED = "has a number with leading zeros"
_MAPPED = 0xFFFF << 32
"""The range of IPv4 addresses within IPv6."""


class Address(NamedTuple):
    """A number and its notation: strict readers reject `legacy` ones."""

    number: int
    six: bool
    legacy: str


def parse(text: str) -> Address | None:
    """Parse an address in the lenient way; None if it is invalid."""
    if ":" in text:
        return _parse_six(text)
    number, padded = _parse_four(text)
    return None if number is None else Address(number, six=False, legacy=_PADDED if padded else "")


def ip_fault(text: str, *, strict: bool) -> str:
    """Return the error in an address, "" if it is valid."""
    address = parse(text)
    if address is None:
        return "is not an IP address"
    return address.legacy if strict else ""


def preferred(text: str) -> str:
    """Return a better notation of an address, "" if it is already good or not an address."""
    address = parse(text)
    if address is None:
        return ""
    written = _written(address)
    # The spelling of a well-formed IPv4 address is never wrong.
    return "" if written == text or (not address.six and not address.legacy) else written


def _parse_four(text: str) -> tuple[int | None, bool]:
    parts = text.split(".")
    if len(parts) != _OCTETS or not all(part.isascii() and part.isdigit() for part in parts):
        return None, False
    octets = [int(part) for part in parts]
    if max(octets) > _OCTET:
        return None, False
    padded = any(len(part) > 1 and part[0] == "0" for part in parts)
    return int.from_bytes(octets), padded


def _parse_six(text: str) -> Address | None:
    # Only manifests with an IPv6 address need the module.
    import ipaddress  # noqa: PLC0415

    head, _, tail = text.rpartition(":")
    padded = False
    if "." in tail:
        four, padded = _parse_four(tail)
        if four is None:
            return None
        text = f"{head}:{four >> 16:x}:{four & 0xFFFF:x}"
    groups = [group.lstrip("0") or "0" if len(group) > _HEX_DIGITS else group for group in text.split(":")]
    padded = padded or groups != text.split(":")
    try:
        number = int(ipaddress.IPv6Address(":".join(groups)))
    except ValueError:
        return None
    if "%" in text:
        return None
    if number >> 32 == _MAPPED >> 32:
        return Address(number, six=True, legacy="is an IPv4 address written as an IPv6 address")
    return Address(number, six=True, legacy=_PADDED if padded else "")


def _written(address: Address) -> str:
    import ipaddress  # noqa: PLC0415 - see above

    if not address.six or address.number >> 32 == _MAPPED >> 32:
        return str(ipaddress.IPv4Address(address.number & 0xFFFFFFFF))
    return str(ipaddress.IPv6Address(address.number))
