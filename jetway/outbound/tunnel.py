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
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import asyncssh

from jetway.core.errors import BadSource
from jetway.outbound.ssh_server import CONNECT_S, SshServer, connected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AGAIN_S = 1.0
"""How long after a failure the SSH server is tried again; whoever comes earlier hears of the failure."""

LEAVE_S = 1.0
"""How long a tunnel that is closed waits for those who are about to leave it."""

CHUNK = 1 << 16
LOOPBACK = "127.0.0.1"
_CONNECTIONS = Path("/proc/net/tcp")

log = logging.getLogger(__name__)


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
