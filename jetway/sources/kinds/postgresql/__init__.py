"""PostgreSQL, through psycopg."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.sources import Limits, Source
    from jetway.sources.address import Address, Secret

TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


@dataclass(frozen=True, slots=True)
class Options:
    """A database on a server, and the login for it. `tls`: libpq's parameters of that kind."""

    host: str
    port: int
    user: str
    password: Secret | None
    database: str
    tls: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `postgresql://user:password@host:5432/database?sslmode=…`."""
        address.expect(query=TLS)
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
            tls=dict(address.query),
        )


KIND = Kind(label="PostgreSQL", schemes=("postgresql", "postgres"), options=Options, extra="postgresql")


async def connect(options: Options, limits: Limits) -> Source:
    """The database, after a first login. Raises `BadSource`."""
    from jetway.sources.kinds.postgresql.source import opened

    return await opened(options, limits)
