"""MariaDB and MySQL, through asyncmy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, choice, long_text, number, secret, text
from jetway.sources.ssh import IN_ADDRESS, Tunnelled, addressed, tunnel

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address

TLS_MODES = {
    "verify": "Encrypted, the server proves its name",
    "required": "Encrypted, whoever the server is",
    "disabled": "Not encrypted",
}

PEM = "A certificate in PEM. Without one, those hold that the bridge's host trusts."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Tunnelled):
    """A database on a server, and the login for it. `ca`: certificates; "": those that the host trusts.

    `ca_file`: a file of the bridge's host that holds certificates. `door`: the socket of a tunnel
    to the server.
    """

    host: str = field(metadata=text("Host", place=Place.HOST, binds=True, behind="ssh_host"))
    port: int = field(default=3306, metadata=number("Port", 1024, 65535, binds=True))
    database: str = field(metadata=text("Database", binds=True))
    user: str = field(metadata=text("User"))
    password: Secret | None = field(default=None, metadata=secret("Password"))
    tls: str = field(default="verify", metadata=choice("Encryption", TLS_MODES, binds=True))
    ca: str = field(default="", metadata=long_text("Certificate authority", hint=PEM, binds=True))
    ca_file: str | None = None
    door: str | None = None

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `mysql://user:password@host:3306/database?tls=verify&ca=/path`."""
        address.expect(query=("tls", "ca", *IN_ADDRESS))
        if not address.path or "/" in address.path:
            raise BadSource(f"The address needs one database: {address.scheme}://user@host/database.")
        if not address.user:
            raise BadSource(f"The address needs a user: {address.scheme}://user@host/database.")
        tls = address.query.get("tls", "disabled")
        if tls not in TLS_MODES:
            raise BadSource(f"tls is one of {', '.join(sorted(TLS_MODES))}.")
        return cls(
            host=address.host or "localhost",
            port=address.port or 3306,
            user=address.user,
            password=address.password,
            database=address.path,
            tls=tls,
            ca_file=address.query.get("ca"),
            **addressed(address),
        )


KIND = Kind(
    label="MariaDB or MySQL", options=Options, schemes=("mysql", "mariadb"), of=Options.of, extra="mysql"
)


async def connect(options: Options, limits: Limits) -> Source:
    """The database, after a first login. Raises `BadSource`."""
    from jetway.sources.kinds.mysql.source import opened

    options = replace(options, hosts=limits.hosts)
    async with tunnel(options, options.host, options.port) as made:
        if made is not None:
            options = replace(options, door=await made.socket())
        return await opened(options, limits, made)
