"""Which addresses may be dialled: public ones, on the web's usual ports.

The policy judges the address that a socket is about to be connected to, not the name that was
asked for: every redirect, every rebound name and every spelling of a number ends up there.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is meant."""
_NEVER = (
    IPv6Network("64:ff9b:1::/48"),  # NAT64 of a site's own, RFC 8215
    IPv6Network("2002::/16"),  # 6to4, whose inner address may be private; given up by RFC 7526
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("::/96"),  # IPv4-compatible, given up by RFC 4291
    IPv6Network("fec0::/10"),  # site-local, given up by RFC 3879
    IPv6Network("100:0:0:1::/64"),
    IPv6Network("5f00::/16"),
)
_NEVER_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv4Network("0.0.0.0/8"))
"""IANA's special-purpose registries; `is_global` is true of parts of them."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`ports` may be dialled at public addresses. `opened` are exact addresses and ports besides,
    for tests alone: no setting leads here."""

    ports: frozenset[int] = frozenset((80, 443))
    opened: frozenset[tuple[str, int]] = frozenset()

    def allows(self, address: str, port: int) -> bool:
        """Whether a socket may be connected there; `address` as the system writes it."""
        if (address, port) in self.opened:
            return True
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return port in self.ports and is_public(parsed)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _NEVER):
            return False
    elif any(address in network for network in _NEVER_4):
        return False
    odd = address.is_multicast or address.is_reserved or address.is_link_local
    return address.is_global and not address.is_private and not odd


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


PUBLIC = Policy()
"""What ships."""
