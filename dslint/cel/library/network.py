"""IP addresses and networks: `ip('10.0.0.1')`, `cidr('10.0.0.0/8')`.

Source: net/netip of Go, and k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go.
"""

from __future__ import annotations

import ipaddress
import re

from dslint.cel.errors import CelError
from dslint.cel.types import object_type
from dslint.cel.values import Opaque

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_MAPPED = 0xFFFF
_BITS = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_BROADCAST = ipaddress.IPv4Address("255.255.255.255")
_LOCAL_MULTICAST = ipaddress.ip_network("224.0.0.0/24")
_LOCAL_SIX = ipaddress.ip_network("fe80::/10")
_LOCAL_FOUR = ipaddress.ip_network("169.254.0.0/16")


class IP(Opaque):
    """An address."""

    __slots__ = ("address",)
    cel_type = object_type("net.IP")

    def __init__(self, address: _Address) -> None:
        self.address = address

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IP) and other.address == self.address

    def __hash__(self) -> int:
        return hash(self.address)

    def as_string(self) -> str:
        """What `string()` gives."""
        return str(self.address)


class CIDR(Opaque):
    """An address and how many of its bits name the network."""

    __slots__ = ("address", "bits")
    cel_type = object_type("net.CIDR")

    def __init__(self, address: _Address, bits: int) -> None:
        self.address = address
        self.bits = bits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CIDR) and (other.address, other.bits) == (self.address, self.bits)

    def __hash__(self) -> int:
        return hash((self.address, self.bits))

    def as_string(self) -> str:
        """What `string()` gives."""
        return f"{self.address}/{self.bits}"


def _address(text: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if "%" in text else address


def _is_mapped(address: _Address) -> bool:
    return address.version == 6 and int(address) >> 32 == _MAPPED  # noqa: PLR2004 - IPv6


def parse_ip(text: str) -> IP:
    """Read an address. Raises CelError."""
    address = _address(text)
    if address is None:
        raise CelError(f'IP Address "{text}" parse error during conversion from string: ParseAddr("{text}")')
    if _is_mapped(address):
        raise CelError(f'IPv4-mapped IPv6 address "{text}" is not allowed')
    return IP(address)


def is_ip(text: str) -> bool:
    """Whether the text is an address."""
    address = _address(text)
    return address is not None and not _is_mapped(address)


def is_canonical(text: str) -> bool:
    """Whether the text is an address in canonical form. Raises CelError if it is not an address."""
    return str(parse_ip(text).address) == text


def parse_cidr(text: str) -> CIDR:
    """Read a network. Raises CelError."""
    network = _network(text)
    if network is None:
        raise CelError(
            f'network address parse error during conversion from string: netip.ParsePrefix("{text}")'
        )
    return network


def is_cidr(text: str) -> bool:
    """Whether the text is a network."""
    return _network(text) is not None


def _network(text: str) -> CIDR | None:
    head, slash, bits = text.rpartition("/")
    address = _address(head) if slash else None
    if address is None or _is_mapped(address) or _BITS.fullmatch(bits) is None:
        return None
    return CIDR(address, int(bits)) if int(bits) <= address.max_prefixlen else None


def _masked(address: _Address, bits: int) -> int:
    width = address.max_prefixlen
    return int(address) >> (width - bits) << (width - bits)


def masked(network: CIDR) -> CIDR:
    """The network with the bits behind the prefix cleared."""
    return CIDR(type(network.address)(_masked(network.address, network.bits)), network.bits)


def contains_ip(network: CIDR, ip: IP) -> bool:
    """Whether the network holds the address."""
    return network.address.version == ip.address.version and _masked(
        network.address, network.bits
    ) == _masked(ip.address, network.bits)


def contains_cidr(network: CIDR, other: CIDR) -> bool:
    """Whether the network holds the other one."""
    return network.bits <= other.bits and contains_ip(network, IP(other.address))


def is_loopback(ip: IP) -> bool:
    """127.x.x.x or ::1."""
    return ip.address.is_loopback


def is_link_local_unicast(ip: IP) -> bool:
    """169.254.x.x or fe80::/10."""
    return ip.address in (_LOCAL_FOUR if ip.address.version == 4 else _LOCAL_SIX)  # noqa: PLR2004 - IPv4


def is_link_local_multicast(ip: IP) -> bool:
    """224.0.0.x or ff02::/16 with any flags."""
    if ip.address.version == 4:  # noqa: PLR2004 - IPv4
        return ip.address in _LOCAL_MULTICAST
    return int(ip.address) >> 112 & 0xFF0F == 0xFF02  # noqa: PLR2004 - the bits of the scope


def is_global_unicast(ip: IP) -> bool:
    """Neither unspecified nor broadcast, loopback, multicast or link-local."""
    address = ip.address
    return not (
        address.is_unspecified
        or address == _BROADCAST
        or address.is_loopback
        or address.is_multicast
        or is_link_local_unicast(ip)
    )
