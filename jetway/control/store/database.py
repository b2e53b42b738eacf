"""Opening the store, and transactions on it. Knows no table."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import anyio
import anyio.to_thread
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimedOut
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from jetway.control.store.audit import write_deed
from jetway.control.store.migrate import upgrade
from jetway.core.errors import BadSource, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_MS = 5000
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

Conn: TypeAlias = AsyncConnection


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `clock` is seconds since 1970 UTC, and the only clock that control looks at."""

    engine: AsyncEngine
    clock: Callable[[], float] = field(default=time.time)

    def now(self) -> int:
        """The time in whole seconds."""
        return int(self.clock())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Conn]:
        """A transaction that only reads. Raises `StoreUnavailable`."""
        async with self._transaction("BEGIN") as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Conn]:
        """A transaction that may write; it is committed at the end, with its line of the audit.

        Raises `StoreUnavailable`.
        """
        async with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection
            await write_deed(connection, self.clock)

    async def ping(self) -> None:
        """Raises `StoreUnavailable` where the store does not answer."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[Conn]:
        """Nothing breaks it off: a driver whose call is cancelled twice waits for ever, also for the exit."""
        try:
            with anyio.CancelScope(shield=True):
                async with self._begun(begin) as connection:
                    yield connection
        except (DBAPIError, PoolTimedOut, OSError) as error:
            if not _is_away(error):
                raise
            raise StoreUnavailable("Control's database does not answer. Try again in a moment.") from error

    @asynccontextmanager
    async def _begun(self, begin: str) -> AsyncIterator[Conn]:
        async with self.engine.connect() as connection:
            await connection.execution_options(begin=begin)
            async with connection.begin():
                yield connection


async def open_store(url: str, *, clock: Callable[[], float] = time.time) -> Store:
    """The store at `url` (`sqlite:///…` or `postgresql://…`), made or brought up to date first.

    A SQLite file and its folder are made readable by their owner only. Raises `BadSource` for an address
    that is none, `StoreUnavailable` where the database is away or newer than this program.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        _make_private(Path(parsed.database or ""))
    await anyio.to_thread.run_sync(upgrade, parsed)
    return Store(_engine(parsed), clock)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    except (ArgumentError, KeyError):
        raise BadSource("Control's database is an address as sqlite:///path or postgresql://…") from None
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise BadSource("Control's database is a file: sqlite:///path. In memory it would be lost.")
    try:
        parsed.get_dialect().import_dbapi()
    except ImportError:
        raise BadSource("PostgreSQL needs a driver: pip install 'jetway-admin[postgresql]'.") from None
    return parsed


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise BadSource(f"Control's database {path} cannot be written: {error.strerror}.") from None


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True, pool_size=10, pool_timeout=10)
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _on_sqlite_connect)
    event.listen(engine.sync_engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: DBAPIConnection, _record: object) -> None:
    """The driver would begin transactions by itself, too late to lock: `_on_sqlite_begin` does."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _is_away(error: Exception) -> bool:
    """A refused statement is our defect; only a database that cannot be reached or used is "away"."""
    if not isinstance(error, DBAPIError):
        return True
    return error.connection_invalidated or type(error).__name__ in ("OperationalError", "InterfaceError")
