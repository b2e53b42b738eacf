"""The databases that everybody is measured on: a private PostgreSQL server and an SQLite file."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from benchmarks import data
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOGIN = "bench"
PASSWORD = "bench"  # some peers cannot take one that a URL must escape
COPY = "copy"
"""A database of the same content, for a peer that makes tables of its own."""


@dataclass(frozen=True)
class Shop:
    """Where the data is. `pid`: the database server, `None` where the database runs in process."""

    engine: str
    pid: int | None = None
    port: int = 0
    file: Path | None = None

    def url(self, database: str = "shop") -> str:
        """The address for a client."""
        return str(self.file or f"postgresql://{LOGIN}:{PASSWORD}@127.0.0.1:{self.port}/{database}")

    def psql(self, script: str, database: str = "shop") -> None:
        """Run `script`."""
        command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", self.url(database)]
        subprocess.run(command, input=script, text=True, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def postgresql() -> Iterator[Shop]:
    """The shop on a server of its own, gone at the end. It does not wait for the disk."""
    with servers.postgresql("512MB") as server:
        admin = server.url("postgres")
        role = f"CREATE ROLE {LOGIN} SUPERUSER LOGIN PASSWORD '{PASSWORD}'"
        subprocess.run(["psql", "-qX", admin, "-c", role], check=True)
        assert server.process is not None
        shop = Shop("PostgreSQL", server.process.pid, server.port)
        shop.psql("CREATE DATABASE shop", "postgres")
        shop.psql(data.postgresql())
        shop.psql("VACUUM ANALYZE")
        shop.psql(f"CREATE DATABASE {COPY} TEMPLATE shop", "postgres")
        yield shop


@contextmanager
def sqlite(cache: Path, folder: Path) -> Iterator[Shop]:
    """The shop in a file of `folder`; a fresh one is kept in `cache`."""
    fresh = cache / f"shop-{data.ORDERS}-{data.LINES}.sqlite"
    if not fresh.exists():
        making = fresh.with_suffix(".making")
        making.unlink(missing_ok=True)
        connection = apsw.Connection(str(making))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(data.sqlite())
        connection.close()
        making.rename(fresh)
    yield Shop("SQLite", file=shutil.copy(fresh, folder / "shop.sqlite"))
