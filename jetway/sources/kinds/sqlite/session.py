"""One apsw connection. Short reads run on the event loop, all else in a thread; each has a deadline.

A thread costs more than most reads do. So a read is tried where it is asked for, and begun anew in a thread
when a moment was not enough or a lock was in the way. Those that were slow go to the thread at once.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from contextlib import aclosing
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

import apsw

from jetway.sources.kinds.sqlite import moments
from jetway.sources.kinds.sqlite.slow import MOMENT_S
from jetway.sources.sql.cancel import interruptible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from jetway.sources.kinds.sqlite.mark import Marks
    from jetway.sources.kinds.sqlite.slow import Slow
    from jetway.sources.sql.session import Cells, ManyRows

Result = TypeVar("Result")

BATCH = 500
STEPS = 2000
"""So many steps of SQLite's machine lie between two looks at the clock: some 20 µs."""

_ENCODINGS = {"UTF-16le": "utf-16-le", "UTF-16be": "utf-16-be"}
"""In which a blob holds the text that it was made of, unless it is UTF-8."""


class SqliteSession:
    """A connection and its deadline. `slow`: which reads not to try on the loop; `None`: try none.

    `lock_s`: how long it waits for locks at most.
    """

    def __init__(
        self, connection: apsw.Connection, threads: Executor, statement_s: float, slow: Slow | None
    ) -> None:
        self._connection = connection
        self._threads = threads
        self._statement_s = statement_s
        self._slow = slow
        self.lock_s = statement_s
        self._deadline_s = float("inf")
        self._encoding: str | None = None
        self._waiting: list[tuple[str, tuple[object, ...]]] = []
        connection.set_progress_handler(self._late, STEPS)
        connection.create_scalar_function("jetway_lower", _lower, 1, deterministic=True)
        connection.create_scalar_function("jetway_base64", _base64, 1, deterministic=True)
        connection.create_scalar_function("jetway_sha256", _sha256, 1, deterministic=True)
        moments.register(connection)

    @classmethod
    async def opened(
        cls,
        path: Path,
        threads: Executor,
        statement_s: float,
        slow: Slow | None,
        *,
        read_only: bool,
        marks: Marks | None = None,
    ) -> Self:
        """A new connection; the journal mode of the file stays as it is. Raises apsw's errors."""
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
        connection = apsw.Connection(str(path), flags=flags)
        session = cls(connection, threads, statement_s, slow)
        if marks is not None:
            marks.register(connection)
        only = "OFF" if slow is None else "ON"
        try:
            await session.fetch(f"PRAGMA foreign_keys = ON; PRAGMA query_only = {only}")
            await session.fetch("SELECT count(*) FROM sqlite_schema")
            session._encoding = _ENCODINGS.get(connection.pragma("encoding"))
        except BaseException:
            await session.close()
            raise
        return session

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        if self._slow is None:
            return await self._run(lambda: self._settled().execute(text, tuple(parameters)).fetchall())
        if text not in self._slow:
            self._deadline_s = time.monotonic() + MOMENT_S
            try:
                return self._settled().execute(text, tuple(parameters)).fetchall()
            except (apsw.InterruptError, apsw.BusyError):
                pass
        started_s = time.monotonic()
        try:
            return await self._run(lambda: self._settled().execute(text, tuple(parameters)).fetchall())
        finally:
            self._slow.took(text, time.monotonic() - started_s)

    async def column(self, text: str, parameters: Sequence[object] = ()) -> list[bytes | None]:
        """The only value of every row: text as bytes of UTF-8."""
        return self._only(await self.fetch(text, parameters))

    async def stream(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[Cells, None]:
        """Rows by batches."""
        async with aclosing(self._batches(text, parameters, list)) as batches:
            async for batch in batches:
                for cells in batch:
                    yield cells if self._encoding is None else tuple(map(self._utf8, cells))

    def lines(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[list[bytes], None]:
        """The only value of every row, in batches."""
        return self._batches(text, parameters, self._only)

    def _only(self, rows: Iterable[Any]) -> list[Any]:
        values = [value for (value,) in rows]
        return values if self._encoding is None else [self._utf8(value) for value in values]

    def _utf8(self, value: Any) -> Any:  # noqa: ANN401 - of any storage class
        """A text that came as a blob, which is in the encoding of the file."""
        assert self._encoding is not None
        return value.decode(self._encoding, "replace").encode() if isinstance(value, bytes) else value

    async def _batches(
        self, text: str, parameters: Sequence[object], made: Callable[[Iterator[Any]], list[Result]]
    ) -> AsyncGenerator[list[Result], None]:
        cursor = await self._run(lambda: self._settled().execute(text, tuple(parameters)))
        try:
            while batch := await self._run(lambda: made(islice(cursor, BATCH))):
                yield batch
        finally:
            cursor.close(force=True)

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows were changed."""
        await self.fetch(text, parameters)
        return self._connection.changes()

    async def send(self, text: str, parameters: Sequence[object] = ()) -> None:
        """In the turn of the thread that does the next statement."""
        self._waiting.append((text, tuple(parameters)))

    async def insert_many(self, insert: ManyRows, rows: Sequence[Sequence[object]]) -> None:
        """One after the other, within one turn of the thread."""
        await self._run(lambda: self._settled().executemany(insert.text, rows))

    async def begin(self) -> None:
        """Take the write lock at once: a read lock that grows could not wait for others."""
        await self.send("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Keep what was done."""
        await self.fetch("COMMIT")

    def alive(self) -> bool:
        """A file does not go away by itself."""
        return True

    def clean(self) -> bool:
        """Whether no transaction is open."""
        return not (self._waiting or self._connection.in_transaction)

    async def tidy(self) -> bool:
        """Some errors have rolled back already."""
        self._waiting.clear()
        try:
            if self._connection.in_transaction:
                await self.fetch("ROLLBACK")
        except apsw.Error:
            return False
        return True

    async def close(self) -> None:
        """Close, whatever still runs."""
        self._connection.close(force=True)

    def _settled(self) -> apsw.Connection:
        """The connection, what waited done. What is refused waits on: no change goes without its BEGIN."""
        while self._waiting:
            self._connection.execute(*self._waiting[0]).fetchall()
            del self._waiting[0]
        return self._connection

    async def _run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, done in a thread, where it may also wait for locks."""
        self._deadline_s = time.monotonic() + self._statement_s
        self._connection.set_busy_timeout(int(self.lock_s * 1000))
        try:
            future = asyncio.get_running_loop().run_in_executor(self._threads, work)
            return await interruptible(future, self._interrupt, self._statement_s)
        finally:
            self._connection.set_busy_timeout(0)

    async def _interrupt(self) -> None:
        self._connection.interrupt()

    def _late(self) -> bool:
        return time.monotonic() > self._deadline_s


def _lower(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    (value,) = values
    return str(value).lower() if isinstance(value, str | int | float) else value


def _sha256(*values: apsw.SQLiteValue) -> str:
    return hashlib.sha256(str(values[0]).encode()).hexdigest()


def _base64(*values: apsw.SQLiteValue) -> str | None:
    (value,) = values
    return base64.b64encode(value).decode() if isinstance(value, bytes) else None
