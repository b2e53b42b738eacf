"""Databases behind an SSH server: the options for it, the same for every kind, and the tunnel."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anyio

from jetway.core.errors import BadSource, InvalidInput, Problem
from jetway.core.secret import Secret
from jetway.sources.options import Place, number, secret, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import asyncssh

    from jetway.outbound.hosts import Hosts
    from jetway.outbound.tunnel import Tunnel
    from jetway.sources.address import Address

KEY = "the content of its file, which has no passphrase."
TAKE_OFF = "Take it off a copy of the file with ssh-keygen -p, and enter what the copy holds."
FINGERPRINT = "the fingerprint SHA256:… that ssh-keygen -l tells"
HOST_KEY = f"The server's: {FINGERPRINT}. A test of the form says which the server shows."

IN_ADDRESS = ("ssh_host", "ssh_port", "ssh_user", "ssh_key_file", "ssh_password", "ssh_host_key")

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_PEM = re.compile(r"\s*(-----BEGIN [A-Z0-9 ]+-----)(.*?)(-----END [A-Z0-9 ]+-----)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tunnelled:
    """Options of a database that may be behind an SSH server. `ssh_host`: "" where it is not.

    `hosts`: where this very machine may connect to; `None`: the driver looks names up, and goes anywhere.
    """

    PART: ClassVar[str] = "Behind an SSH server"

    ssh_host: str = field(default="", metadata=text("SSH host", place=Place.HOST, binds=True))
    ssh_port: int = field(default=22, metadata=number("SSH port", 22, 65535, binds=True))
    ssh_user: str = field(default="", metadata=text("SSH user"))
    ssh_key: Secret | None = field(
        default=None, metadata=secret("SSH private key", hint=KEY.capitalize(), long=True)
    )
    ssh_password: Secret | None = field(default=None, metadata=secret("SSH password"))
    ssh_host_key: str = field(default="", metadata=text("SSH host key", hint=HOST_KEY, binds=True))
    hosts: Hosts | None = None


def addressed(address: Address) -> dict[str, Any]:
    """The fields of `Tunnelled` that an address says. Raises `BadSource`."""
    said: dict[str, Any] = {name: address.query[name] for name in IN_ADDRESS if name in address.query}
    if "ssh_port" in said:
        said["ssh_port"] = _port(said["ssh_port"])
    if "ssh_password" in said:
        said["ssh_password"] = Secret(said["ssh_password"])
    if "ssh_key_file" in said:
        said["ssh_key"] = _content(Path(said.pop("ssh_key_file")))
    return said


@asynccontextmanager
async def tunnel(options: Tunnelled, host: str, port: int) -> AsyncIterator[Tunnel | None]:
    """The tunnel to `port` of `host`, no door of it open yet; `None` where there is to be none.

    Where the block fails, it is closed; where that is because it does not lead on, it says so. Raises
    `BadSource`.
    """
    made = _made(options, host, port) if options.ssh_host else None
    try:
        yield made
    except BaseException as error:
        if made is not None:
            with anyio.CancelScope(shield=True):
                await made.close()
            if isinstance(error, BadSource) and made.reason:
                raise BadSource(made.reason) from None
        raise


def _made(options: Tunnelled, host: str, port: int) -> Tunnel:
    """Raises `BadSource` for what is missing."""
    fingerprint = _FINGERPRINT.search(options.ssh_host_key)
    if not options.ssh_user:
        raise _wrong("ssh_user", "The SSH server needs a user to log in. Enter the SSH user.")
    if options.ssh_key is None and options.ssh_password is None:
        raise _wrong("ssh_key", "The SSH server needs a login. Enter an SSH private key or an SSH password.")
    if options.ssh_host_key and fingerprint is None:
        raise _wrong("ssh_host_key", f"The SSH host key takes {FINGERPRINT}.")
    try:
        from jetway.outbound.ssh_server import SshServer
        from jetway.outbound.tunnel import Tunnel
    except ModuleNotFoundError:
        raise BadSource("An SSH tunnel needs asyncssh. Run: pip install 'jetway-admin[ssh]'") from None
    server = SshServer(
        host=options.ssh_host,
        port=options.ssh_port,
        user=options.ssh_user,
        fingerprint=fingerprint[0] if fingerprint else "",
        password=options.ssh_password,
        key=_private_key(options.ssh_key) if options.ssh_key else None,
        hosts=options.hosts,
    )
    return Tunnel(server, host, port)


def _private_key(said: Secret) -> asyncssh.SSHKey:
    """The key. A field of one line takes out its line breaks, which its first and last line need."""
    import asyncssh

    found = _PEM.fullmatch(said.reveal())
    try:
        return asyncssh.import_private_key(
            "\n".join(part.strip() for part in found.groups()) if found else ""
        )
    except ValueError as error:
        if "Passphrase" in str(error):
            raise _wrong("ssh_key", f"The SSH private key has a passphrase. {TAKE_OFF}") from None
        raise _wrong("ssh_key", f"The SSH private key cannot be read. Enter {KEY}") from None


def _port(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise BadSource("ssh_port takes a number from 1 to 65535.")
    return int(said)


def _content(path: Path) -> Secret:
    try:
        return Secret(path.read_text())
    except (OSError, UnicodeError):
        raise BadSource(f"ssh_key_file: {path} cannot be read. Check the path and who may read it.") from None


def _wrong(name: str, detail: str) -> BadSource:
    return BadSource(detail, problems=(Problem(f"/options/{name}", InvalidInput.code, detail),))
