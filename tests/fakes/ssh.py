"""An SSH server of our own, which forwards and does nothing else."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import asyncssh
from asyncssh.stream import SSHTCPStreamSession

from tests.canaries import canary, found, names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

USER = "tunnel"
PASSWORD = f"{canary('ssh')} p@ss/word"


@dataclass
class SshHost:
    """A running server. `forwarded`: where its users wanted to. `logins`: who tried to log in."""

    host_key: asyncssh.SSHKey
    user_key: asyncssh.SSHKey
    forwards: bool = True
    port: int = 0
    forwarded: list[tuple[str, int]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: set[asyncssh.SSHServerConnection] = field(default_factory=set)
    listener: asyncssh.SSHAcceptor | None = None

    @property
    def fingerprint(self) -> str:
        """Of the host key."""
        return self.host_key.get_fingerprint()

    @property
    def private_key(self) -> str:
        """The content of the user's key file."""
        return self.user_key.export_private_key().decode()

    def options(self, **more: object) -> dict[str, object]:
        """What a form takes, with the password for a login."""
        login = {"ssh_user": USER, "ssh_password": PASSWORD, "ssh_host_key": self.fingerprint}
        return {"ssh_host": "127.0.0.1", "ssh_port": self.port, **login, **more}

    async def start(self) -> None:
        """Listen, on the port that it had before."""
        self.listener = await asyncssh.listen(
            "127.0.0.1",
            self.port,
            server_factory=lambda: _Server(self),
            server_host_keys=[self.host_key],
            config=None,
        )
        self.port = self.listener.get_port()

    async def stop(self) -> None:
        """Hang up on everybody, and listen no more."""
        self.listener.close()
        for connection in tuple(self.connections):
            connection.abort()
        await self.listener.wait_closed()

    async def left(self) -> None:
        """Return once nobody is connected."""
        while self.connections:
            await next(iter(self.connections)).wait_closed()


class _Server(asyncssh.SSHServer):
    def __init__(self, host: SshHost) -> None:
        self._host = host

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._host.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        self._host.connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        self._host.logins.append(username)
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        if others := names(password.encode()) - {"ssh"}:
            found(f"a login at the SSH server that is not for it: {', '.join(others)}")
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key == self._host.user_key.convert_to_public()

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> Awaitable[SSHTCPStreamSession[bytes]]:
        self._host.forwarded.append((dest_host, dest_port))
        if not self._host.forwards:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "open failed")
        return _forwarded(dest_host, dest_port)


async def _forwarded(host: str, port: int) -> SSHTCPStreamSession[bytes]:
    """As OpenSSH does it. The library's own way loses what a server says before the channel is open."""
    try:
        there = await asyncio.open_connection(host, port)
    except OSError:
        raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "Connection refused") from None

    async def carry(reader: asyncssh.SSHReader[bytes], writer: asyncssh.SSHWriter[bytes]) -> None:
        await asyncio.gather(_carry(reader, there[1]), _carry(there[0], writer))

    return SSHTCPStreamSession(carry)


async def _carry(reader: Any, writer: Any) -> None:
    with suppress(OSError, asyncssh.Error):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def ssh_host() -> AsyncIterator[SshHost]:
    """A server on a free port."""
    host = SshHost(asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519"))
    await host.start()
    try:
        yield host
    finally:
        await host.stop()
