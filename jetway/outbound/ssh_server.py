"""Logins at SSH servers that show the host key which was confirmed.

Nothing of this machine's own SSH set-up is used: no files, no agent, no `ssh`.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncssh

from jetway.core.errors import BadSource, HostKeyUnconfirmed, Problem
from jetway.outbound.hosts import OutOfReach, out_of_reach

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.outbound.hosts import Hosts

CONNECT_S = 5.0
KEEP_ALIVE_S = 10.0
UNANSWERED = 2
"""After so many questions without an answer the SSH server counts as gone."""

# Keys alone, since no authority that could have signed a certificate is known.
_HOST_KEYS = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-256",
    "rsa-sha2-512",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SshServer:
    """An SSH server, and the login for it. `fingerprint`: of its host key, `SHA256:…`.

    `hosts`: where it may be; `None`: anywhere.
    """

    host: str
    port: int
    user: str
    fingerprint: str
    password: Secret | None
    key: asyncssh.SSHKey | None
    hosts: Hosts | None = None

    @property
    def place(self) -> str:
        """As people are told of it."""
        return f"{self.host}:{self.port}"


async def connected(server: SshServer) -> asyncssh.SSHClientConnection:
    """A connection that has logged in. Raises `BadSource`, before anything is told `HostKeyUnconfirmed`."""
    client = _Client(server.fingerprint)
    try:
        return await _first(server, client)
    except (asyncssh.Error, OSError, TimeoutError, UnicodeError) as error:
        if client.shown is not None and client.shown.get_fingerprint() != server.fingerprint:
            raise _another_key(server, client.shown) from None
        raise BadSource(_reason(server, error)) from None


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


async def _first(server: SshServer, client: _Client) -> asyncssh.SSHClientConnection:
    """A connection to the first address of the server that takes one. Raises asyncssh's errors, OSError."""
    if server.hosts is None:
        return await _connected_to(server, server.host, client)
    *others, last = await server.hosts.addresses(server.host, server.port)
    for address in others:
        with suppress(OSError):
            return await _connected_to(server, address, client)
    return await _connected_to(server, last, client)


async def _connected_to(server: SshServer, host: str, client: _Client) -> asyncssh.SSHClientConnection:
    return await asyncssh.connect(
        host,
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
        case OutOfReach():
            return out_of_reach(server.host)
        case asyncssh.PermissionDenied():
            return (
                f"The SSH server at {server.place} refused the login of {server.user!r}. Check user, key "
                "and password."
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
