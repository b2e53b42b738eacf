"""The HTTP client of everything that leaves: each connection goes to an address that was judged."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import anyio
import httpcore2
import httpx2

from jetway.core.errors import AddressNotAllowed
from jetway.outbound.hosts import Hosts, OutOfReach, Resolve, resolved

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Sequence

    from jetway.outbound.reach import Reach

CONNECT_S = 5.0
TOTAL_S = 30.0
CONNECTIONS = 20
KEPT_S = 30.0


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to addresses within reach, and to nothing else."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts
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
            return await self._hosts.addresses(host, port)
        except OutOfReach:
            raise _not_allowed(host) from None
        except OSError:
            raise httpcore2.ConnectError(f"{host} has no address") from None


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """The client's transport on a `GuardedBackend`. No proxies, whatever the environment says."""

    def __init__(self, hosts: Hosts, trust: ssl.SSLContext) -> None:
        # The parent would make the same pool, but takes no network backend.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEPT_S,
            network_backend=GuardedBackend(hosts),
        )


def guarded_client(
    reach: Reach, *, resolve: Resolve = resolved, trust: ssl.SSLContext | None = None
) -> httpx2.AsyncClient:
    """A client that stays within `reach` and follows no redirect. `trust`: other certificates."""
    trust = trust or _usual_trust()
    return httpx2.AsyncClient(
        transport=GuardedTransport(Hosts(reach, resolve), trust),
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
