"""MariaDB and MySQL, through asyncmy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind

if TYPE_CHECKING:
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address, Secret

TLS_MODES = ("disabled", "required", "verify")


@dataclass(frozen=True, slots=True)
class Options:
    """A database on a server, and the login for it. `tls`: one of `TLS_MODES`; `ca`: a file to verify by."""

    host: str
    port: int
    user: str
    password: Secret | None
    database: str
    tls: str = "disabled"
    ca: str | None = None

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `mysql://user:password@host:3306/database?tls=verify&ca=/path`."""
        address.expect(query=("tls", "ca"))
        if not address.path or "/" in address.path:
            raise BadSource(f"The address needs one database: {address.scheme}://user@host/database.")
        if not address.user:
            raise BadSource(f"The address needs a user: {address.scheme}://user@host/database.")
        tls = address.query.get("tls", "disabled")
        if tls not in TLS_MODES:
            raise BadSource(f"tls is one of {', '.join(TLS_MODES)}.")
        return cls(
            host=address.host or "localhost",
            port=address.port or 3306,
            user=address.user,
            password=address.password,
            database=address.path,
            tls=tls,
            ca=address.query.get("ca"),
        )


KIND = Kind(label="MariaDB or MySQL", schemes=("mysql", "mariadb"), options=Options, extra="mysql")


async def connect(options: Options, limits: Limits) -> Source:
    """The database, after a first login. Raises `BadSource`."""
    from jetway.sources.kinds.mysql.source import opened

    return await opened(options, limits)
