"""PostgreSQL, through psycopg."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, choice, long_text, number, secret, text
from jetway.sources.ssh import IN_ADDRESS, Tunnelled, addressed, tunnel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address

SSL_MODES = {
    "verify-full": "Encrypted, the server proves its name",
    "verify-ca": "Encrypted, the server proves its authority",
    "require": "Encrypted, whoever the server is",
    "prefer": "Encrypted where the server can",
    "disable": "Not encrypted",
}
FILES = ("sslrootcert", "sslcert", "sslkey")

PEM = "A certificate in PEM. Without one, those hold that the bridge's host trusts."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Tunnelled):
    """A database on a server, and the login for it. `ca`: certificates; "": those that the host trusts.

    `files`: libpq's parameters that name files of the bridge's host. The form wants a password: without one
    libpq looks for it in the operator's own files. `door`: the port here that a tunnel to the server has.
    """

    host: str = field(metadata=text("Host", place=Place.HOST, binds=True, behind="ssh_host"))
    port: int = field(default=5432, metadata=number("Port", 1024, 65535, binds=True))
    database: str = field(metadata=text("Database", binds=True))
    user: str = field(metadata=text("User"))
    password: Secret | None = field(metadata=secret("Password"))
    sslmode: str = field(default="verify-full", metadata=choice("Encryption", SSL_MODES, binds=True))
    ca: str = field(default="", metadata=long_text("Certificate authority", hint=PEM, binds=True))
    files: Mapping[str, str] = field(default_factory=dict)
    door: int | None = None

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `postgresql://user:password@host:5432/database?sslmode=…`."""
        address.expect(query=("sslmode", *FILES, *IN_ADDRESS))
        if not address.path or "/" in address.path:
            raise BadSource("The address needs one database: postgresql://user@host/database.")
        if not address.user:
            raise BadSource("The address needs a user: postgresql://user@host/database.")
        return cls(
            host=address.host or "localhost",
            port=address.port or 5432,
            user=address.user,
            password=address.password,
            database=address.path,
            sslmode=address.query.get("sslmode", "prefer"),
            files={name: path for name, path in address.query.items() if name in FILES},
            **addressed(address),
        )


KIND = Kind(
    label="PostgreSQL",
    options=Options,
    schemes=("postgresql", "postgres"),
    of=Options.of,
    extra="postgresql",
)


async def connect(options: Options, limits: Limits) -> Source:
    """The database, after a first login. Raises `BadSource`.

    libpq encrypts nothing that goes through a socket, hence the door of a tunnel is a port.
    """
    from jetway.sources.kinds.postgresql.source import opened

    options = replace(options, hosts=limits.hosts)
    async with tunnel(options, options.host, options.port) as made:
        if made is not None:
            options = replace(options, door=await made.port())
        return await opened(options, limits, made)
