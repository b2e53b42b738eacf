"""The HTTP client of everything that leaves: each connection goes to an address that was looked at.

A name is resolved once. Where one of its addresses may not be reached, nothing is sent anywhere; else the
connection goes to an address that was looked at, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import socket
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import anyio
import httpcore2
import httpx2

from jetway.core.errors import AddressNotAllowed

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from jetway.outbound.reach import Reach

Resolve: TypeAlias = "Callable[[str, int], Awaitable[Sequence[str]]]"
"""The addresses of a host, the best first. Raises `OSError`."""

CONNECT_S = 5.0
TOTAL_S = 30.0
CONNECTIONS = 20
KEPT_S = 30.0


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine knows for `host`."""
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to addresses within reach, and to nothing else."""

    def __init__(self, reach: Reach, resolve: Resolve) -> None:
        self._reach = reach
        self._resolve = resolve
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the backend's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address of `host` that answers. Raises `AddressNotAllowed`."""
        try:
            with anyio.fail_after(timeout):
                return await self._first(host, port, local_address, socket_options)
        except TimeoutError:
            raise httpcore2.ConnectTimeout(f"{host} does not answer") from None

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the backend's own signature
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        """Always `AddressNotAllowed`."""
        raise _not_allowed(path)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def _first(
        self,
        host: str,
        port: int,
        local_address: str | None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None,
    ) -> httpcore2.AsyncNetworkStream:
        refusal = httpcore2.ConnectError(f"{host} has no address")
        for address in await self._addresses(host, port):
            try:
                return await self._inner.connect_tcp(address, port, None, local_address, socket_options)
            except httpcore2.ConnectError as error:
                refusal = error
        raise refusal

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            raise httpcore2.ConnectError(f"{host} has no address") from None
        if not all(self._reach.allows(host, address) for address in addresses):
            raise _not_allowed(host)
        return addresses


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """The client's transport on a `GuardedBackend`. No proxies, whatever the environment says."""

    def __init__(self, reach: Reach, resolve: Resolve, trust: ssl.SSLContext) -> None:
        # The parent would make the same pool, but takes no network backend.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEPT_S,
            network_backend=GuardedBackend(reach, resolve),
        )


def guarded_client(
    reach: Reach, *, resolve: Resolve = resolved, trust: ssl.SSLContext | None = None
) -> httpx2.AsyncClient:
    """A client that stays within `reach` and follows no redirect. `trust`: other certificates."""
    trust = trust or _usual_trust()
    return httpx2.AsyncClient(
        transport=GuardedTransport(reach, resolve, trust),
        timeout=httpx2.Timeout(TOTAL_S, connect=CONNECT_S),
        headers={"User-Agent": "Jetway", "Accept-Encoding": "gzip, deflate"},
        follow_redirects=False,
        trust_env=False,
    )


@cache
def _usual_trust() -> ssl.SSLContext:
    """The certificates that this machine trusts, read once."""
    return httpx2.create_ssl_context(trust_env=False)


def _not_allowed(host: str) -> AddressNotAllowed:
    return AddressNotAllowed(
        f"{host} leads to an address inside the network, which Jetway does not go to. Where it should, the "
        "operator names the host or its network in the setting outbound_private."
    )
