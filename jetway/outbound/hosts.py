"""Names of hosts, looked up once for each connection, which goes to an address that was judged.

A second answer of the name server thus changes nothing.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import anyio

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from jetway.outbound.reach import Reach

Resolve: TypeAlias = "Callable[[str, int], Awaitable[Sequence[str]]]"
"""The addresses of a host, the best first. Raises `OSError`."""

MOST_ADDRESSES = 4
"""How many of a host's addresses are tried, one after the other."""


class OutOfReach(OSError):
    """The host has an address that is not to be connected to."""


def out_of_reach(host: str) -> str:
    """What is told of a database or an SSH server there."""
    return (
        f"{host} is no host that databases may be on. The operator names those in the setting source_hosts."
    )


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine knows for `host`."""
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts within reach."""

    reach: Reach
    resolve: Resolve = resolved

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Where to connect to, the best first. Raises `OSError`; `OutOfReach` for one address that is."""
        try:
            found = await self.resolve(host, port)
        except UnicodeError:
            raise socket.gaierror(socket.EAI_NONAME, f"{host!r} is no name") from None
        if not all(self.reach.allows(host, address) for address in found):
            raise OutOfReach(host)
        return found[:MOST_ADDRESSES]
