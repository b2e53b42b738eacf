"""Doors on this machine that lead through an SSH server to one place behind it.

A door stays where it is while the way behind it is lost and found again: whoever comes in meanwhile finds it
shut. Nothing of this machine's own SSH set-up is used: no files, no agent, no `ssh`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import asyncssh

from jetway.core.errors import BadSource, HostKeyUnconfirmed, Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jetway.core.secret import Secret

CONNECT_S = 5.0
AGAIN_S = 1.0
"""How long after a failure the SSH server is tried again; whoever comes earlier hears of the failure."""

KEEP_ALIVE_S = 10.0
UNANSWERED = 2
"""After so many questions without an answer the SSH server counts as gone."""

LEAVE_S = 1.0
"""How long a tunnel that is closed waits for those who are about to leave it."""

CHUNK = 1 << 16
LOOPBACK = "127.0.0.1"
_CONNECTIONS = Path("/proc/net/tcp")

# Keys alone, since no authority that could have signed a certificate is known.
_HOST_KEYS = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-256",
    "rsa-sha2-512",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SshServer:
    """An SSH server, and the login for it. `fingerprint`: of its host key, `SHA256:…`."""

    host: str
    port: int
    user: str
    fingerprint: str
    password: Secret | None
    key: asyncssh.SSHKey | None

    @property
    def place(self) -> str:
        """As people are told of it."""
        return f"{self.host}:{self.port}"


class Tunnel:
    """The way to `port` of `host`, as the SSH server knows that name."""

    def __init__(self, server: SshServer, host: str, port: int) -> None:
        self.reason = ""
        """Why the door was shut to the last who came; "" where it was not."""
        self._server = server
        self._target = (host, port)
        self._ssh: asyncssh.SSHClientConnection | None = None
        self._doors: list[asyncio.Server] = []
        self._folder = ""
        self._inside: set[asyncio.Task[None]] = set()
        self._again_at_s = 0.0
        self._closed = False
        self._lock = asyncio.Lock()

    async def socket(self) -> str:
        """The path of a door in a folder that no other user of this machine may enter. Raises `BadSource`."""
        await self._connection()
        self._folder = tempfile.mkdtemp(prefix="jetway-")  # 0700
        path = f"{self._folder}/door"
        self._doors.append(await asyncio.start_unix_server(self._enter, path))
        return path

    async def port(self) -> int:
        """The port of a door on the loopback address, for who cannot use a socket. Raises `BadSource`.

        Where the system tells whose a connection is, other users of this machine are turned away.
        """
        await self._connection()
        door = await asyncio.start_server(self._enter, LOOPBACK, 0, family=socket.AF_INET)
        self._doors.append(door)
        return int(door.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Shut the doors; the way itself ends with the last who is still inside. Idempotent."""
        self._closed = True
        for door in self._doors:
            door.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._inside:
            await asyncio.wait(self._inside, timeout=LEAVE_S)
        self._leave()
        if self._ssh is not None and not self._inside:
            with anyio.move_on_after(LEAVE_S):
                await self._ssh.wait_closed()

    async def _connection(self) -> asyncssh.SSHClientConnection:
        """The connection to the SSH server, made anew where it is gone. Raises `BadSource`."""
        async with self._lock:
            if self._ssh is not None and not self._ssh.is_closed():
                return self._ssh
            if self._closed or time.monotonic() < self._again_at_s:
                raise BadSource(self.reason)
            try:
                self._ssh = await connected(self._server)
            except BadSource:
                self._again_at_s = time.monotonic() + AGAIN_S
                raise
            return self._ssh

    async def _enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes in at a door, and what comes back."""
        task = asyncio.current_task()
        assert task is not None
        self._inside.add(task)
        try:
            if await asyncio.to_thread(_is_ours, writer):
                await self._passed_on(reader, writer)
        finally:
            self._inside.discard(task)
            writer.close()
            if self._closed:
                self._leave()

    async def _passed_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await self._channel()
        except BadSource as failure:
            if failure.detail != self.reason:
                log.warning("A tunnel does not lead on: %s", failure.detail)
            self.reason = failure.detail
            return
        self.reason = ""
        ways = [
            asyncio.ensure_future(_carried(reader.read, far_writer)),
            asyncio.ensure_future(_carried(far_reader.read, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            far_writer.close()

    async def _channel(self) -> tuple[asyncssh.SSHReader[bytes], asyncssh.SSHWriter[bytes]]:
        """A way of its own for one who has come in. Raises `BadSource`."""
        ssh = await self._connection()
        host, port = self._target
        no_way = f"The SSH server at {self._server.place} does not lead to {host}:{port}"
        try:
            with anyio.fail_after(CONNECT_S):
                return await ssh.open_connection(host, port)
        except asyncssh.ChannelOpenError as error:
            if error.code == asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED:
                raise BadSource(f"{no_way}: it forbids forwarding. Permit it there for this user.") from None
            raise BadSource(f"{no_way}. Check host and port as they are seen from there.") from None
        except (asyncssh.Error, OSError, TimeoutError):
            raise BadSource(f"{no_way}: there was no answer. Check host, port and firewall.") from None

    def _leave(self) -> None:
        if self._ssh is not None and not self._inside:
            self._ssh.close()


class _Client(asyncssh.SSHClient):
    """Compares the server's key, before anything else is sent to it."""

    def __init__(self, expected: str) -> None:
        self.expected = expected
        self.shown: asyncssh.SSHKey | None = None

    def validate_host_public_key(
        self,
        host: str,  # noqa: ARG002 - the library's own signature
        addr: str,  # noqa: ARG002
        port: int,  # noqa: ARG002
        key: asyncssh.SSHKey,
    ) -> bool:
        """Whether it is the one that was confirmed."""
        self.shown = key
        return key.get_fingerprint() == self.expected


async def connected(server: SshServer) -> asyncssh.SSHClientConnection:
    """A connection that has logged in. Raises `BadSource`, before anything is told `HostKeyUnconfirmed`."""
    client = _Client(server.fingerprint)
    try:
        return await asyncssh.connect(
            server.host,
            server.port,
            username=server.user,
            password=server.password.reveal() if server.password else None,
            client_keys=[server.key] if server.key else None,
            client_factory=lambda: client,
            known_hosts=_no_known_hosts,
            server_host_key_algs=_HOST_KEYS,
            x509_trusted_certs=None,
            preferred_auth=["publickey", "password", "keyboard-interactive"],
            gss_host=None,
            agent_path=None,
            config=None,
            connect_timeout=CONNECT_S,
            keepalive_interval=KEEP_ALIVE_S,
            keepalive_count_max=UNANSWERED,
        )
    except (asyncssh.Error, OSError, TimeoutError, UnicodeError) as error:
        if client.shown is not None and client.shown.get_fingerprint() != server.fingerprint:
            raise _another_key(server, client.shown) from None
        raise BadSource(_reason(server, error)) from None


def _no_known_hosts(_host: str, _address: str, _port: int | None) -> tuple[list[str], ...]:
    """None are known beforehand. Said in this way, since asyncssh takes nothing for this user's own file."""
    return ([], [], [], [], [], [], [])


def _another_key(server: SshServer, shown: asyncssh.SSHKey) -> HostKeyUnconfirmed:
    found = shown.get_fingerprint()
    was = f", not {server.fingerprint}" if server.fingerprint else ""
    detail = (
        f"The SSH server at {server.place} shows the host key {found} ({shown.get_algorithm()}){was}. Where "
        "whoever runs it confirms that it is theirs, enter it as the SSH host key."
    )
    problem = Problem("/options/ssh_host_key", HostKeyUnconfirmed.code, detail)
    return HostKeyUnconfirmed(detail, problems=(problem,))


def _reason(server: SshServer, error: BaseException) -> str:
    match error:
        case asyncssh.PermissionDenied():
            return (
                f"The SSH server at {server.place} refused the login of {server.user!r}. Check user and key."
            )
        case ConnectionRefusedError():
            return f"Nothing listens at {server.place}. Check SSH host and port."
        case socket.gaierror() | UnicodeError():
            return f"There is no host {server.host!r}. Check the name of the SSH host."
        case TimeoutError():
            return f"The SSH server at {server.place} does not answer. Check host, port and firewall."
        case asyncssh.Error() | ConnectionError():
            return f"What listens at {server.place} does not speak SSH as it should. Check SSH host and port."
        case _:
            return f"The SSH server at {server.place} cannot be reached. Check host, port and firewall."


async def _carried(
    read: Callable[[int], Awaitable[bytes]], writer: asyncio.StreamWriter | asyncssh.SSHWriter[bytes]
) -> None:
    """Everything from one side to the other, until one of them ends."""
    with suppress(asyncssh.Error, OSError):
        while data := await read(CHUNK):
            writer.write(data)
            await writer.drain()


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Whether who comes in is this very user. True where the system does not tell."""
    door, peer = writer.get_extra_info("sockname"), writer.get_extra_info("peername")
    if not isinstance(peer, tuple) or not _CONNECTIONS.exists():
        return True
    theirs, ours = f":{peer[1]:04X}", f":{door[1]:04X}"
    with _CONNECTIONS.open() as lines:
        found = [line.split() for line in lines if theirs in line]
    return any(
        fields[1].endswith(theirs) and fields[2].endswith(ours) and int(fields[7]) == os.geteuid()
        for fields in found
    )
