"""Which network addresses connections may go to: public ones, and those that the operator has named.

Knows addresses only; `hosts` asks it before each connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

NEVER: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's host
        "100.100.100.200/32",  # Alibaba Cloud's metadata
        "192.0.0.192/32",  # Oracle Cloud's metadata
        "fd00:ec2::/32",  # AWS's metadata and time
        "fd20:ce::254/128",  # Google Cloud's metadata
        "fd00:42::42/128",  # Scaleway's metadata
    )
)
"""Addresses of the machine's own landlord, and such as are nobody's. Link-local ones come on top."""

_COMPATIBLE = ip_network("::/96")
_NAT64 = ip_network("64:ff9b::/96")
_ROUTED = (ip_network("0.0.0.0/0"), ip_network("2000::/3"))
"""Where public addresses are. Others that `is_global` takes for such may be known inside a network only."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached: `networks`, whatever `hosts` resolve to, and all that is `public`, or not."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    public: bool = True

    @classmethod
    def of(cls, named: Iterable[str], *, public: bool = True) -> Reach:
        """From networks, addresses and names of hosts as texts. Raises `ValueError`."""
        networks, hosts = [], set()
        for text in named:
            try:
                networks.append(ip_network(text))
            except ValueError:
                if not text or any(character in text for character in "/:@ \\"):
                    raise
                hosts.add(text.lower())
        return cls(tuple(networks), frozenset(hosts), public)

    def allows(self, host: str, address: str) -> bool:
        """Whether a connection for `host` may go to `address`, whichever way that is written."""
        return all(self._allows(host, one) for one in _meant(ip_address(address)))

    def names(self, host: str) -> bool:
        """Whether the operator has named `host` itself, so that it may be asked without encryption."""
        if host.lower() in self.hosts:
            return True
        try:
            return self._listed(ip_address(host.strip("[]")))
        except ValueError:
            return False

    def _allows(self, host: str, address: Address) -> bool:
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        if any(address in network for network in NEVER):
            return False
        if host.lower() in self.hosts or self._listed(address):
            return True
        return self.public and address.is_global and any(address in network for network in _ROUTED)

    def _listed(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


PUBLIC = Reach()
ANYWHERE = Reach.of(("0.0.0.0/0", "::/0"))
"""For addresses that the operator has set: all but those where secrets are told."""


def _meant(address: Address) -> tuple[Address, ...]:
    """The addresses that packets to `address` may end up at: those that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return (last,)
    return (address,)
