"""Connections of asyncmy: to which address they go, and how they are encrypted."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel
from asyncmy.connection import Connection
from asyncmy.constants.CLIENT import FOUND_ROWS
from asyncmy.constants.CR import CR_CONN_HOST_ERROR
from asyncmy.errors import MySQLError

from jetway.core.errors import BadSource
from jetway.sources.sql.certificate import unreadable

if TYPE_CHECKING:
    from jetway.sources.kinds.mysql import Options

CONNECT_S = 5


async def connected(options: Options) -> Any:  # noqa: ANN401  # asyncmy is untyped
    """A connection to the first address of the host that takes one."""
    if options.door or options.hosts is None:
        return await connected_to(options, options.host)
    *others, last = await options.hosts.addresses(options.host, options.port)
    for address in others:
        try:
            return await connected_to(options, address)
        except (MySQLError, OSError) as error:
            if isinstance(error, MySQLError) and error.args[0] != CR_CONN_HOST_ERROR:
                raise
    return await connected_to(options, last)


async def connected_to(options: Options, host: str) -> Any:  # noqa: ANN401  # asyncmy is untyped
    """A connection to `host`, which may be an address of the one that the options name."""
    connection = Connection(  # type: ignore[no-untyped-call]  # asyncmy is untyped
        host=host,
        port=options.port,
        unix_socket=options.door,
        user=options.user,
        password=options.password.reveal().encode() if options.password else b"",
        database=options.database,
        charset="utf8mb4",
        client_flag=FOUND_ROWS,
        connect_timeout=CONNECT_S,
        autocommit=True,
        program_name="jetway",
        ssl=_tls(options),
    )
    try:
        with anyio.fail_after(CONNECT_S):  # the driver's own limit ends before the server has greeted
            await connection.connect()
    except TimeoutError:
        connection.close()
        raise
    return connection


async def closed(connection: Any, *, politely: bool) -> None:  # noqa: ANN401  # asyncmy is untyped
    """Close a connection. `politely`: the server hears of it."""
    try:
        if politely:
            with anyio.move_on_after(1):
                await connection.ensure_closed()
    except (MySQLError, OSError):
        pass
    connection.close()
    await anyio.lowlevel.checkpoint()  # the transport closes in the loop's next turn


class _Trust(ssl.SSLContext):
    """The usual one, for a server that proves `name`, whichever address the driver connects to."""

    name: str

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,  # noqa: ARG002
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """The encryption of one connection."""
        return super().wrap_bio(incoming, outgoing, server_side, self.name, session)


def _tls(options: Options) -> ssl.SSLContext | None:
    if options.tls == "disabled":
        return None
    context = _Trust(ssl.PROTOCOL_TLS_CLIENT)
    context.name = options.host
    try:
        if options.ca_file or options.ca:
            context.load_verify_locations(options.ca_file, cadata=options.ca or None)
        else:
            context.load_default_certs()
    except (OSError, TypeError, ValueError):
        raise BadSource(unreadable()) from None
    if options.tls == "required":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
