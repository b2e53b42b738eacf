"""One asyncmy connection: UTC, utf8mb4, and strict, so that what is too long is refused, not cut."""

from __future__ import annotations

import asyncio
import socket
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

import anyio
from asyncmy.cursors import SSCursor
from asyncmy.errors import MySQLError

from jetway.sources.kinds.mysql.connection import closed, connected, connected_to
from jetway.sources.sql.cancel import GIVE_UP_S, interruptible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Sequence

    from jetway.sources.kinds.mysql import Options
    from jetway.sources.sql.session import Cells, ManyRows

Result = TypeVar("Result")

BATCH = 1000
LINES = 200
INSERTED = 200
RECEIVED = 1 << 17
"""Bytes of a result in batches that the kernel takes in ahead; the driver then holds a few times that."""

LISTED_BYTES = 8 * 2**20
"""How much JSON MariaDB makes of one to-many relation before it cuts it off; a packet holds it."""

_MODE = "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"


@dataclass(frozen=True, slots=True)
class Login:
    """What a session needs to connect. `mariadb` is `None` until a first session has found out."""

    options: Options
    statement_s: float
    mariadb: bool | None = None


class MysqlSession:
    """A connection in autocommit mode."""

    def __init__(self, connection: Any, login: Login) -> None:  # noqa: ANN401  # asyncmy is untyped
        self._connection = connection
        self._login = login
        self._doubtful = False
        self._in_transaction = False

    @classmethod
    async def opened(cls, login: Login) -> Self:
        """A new connection. Raises asyncmy's errors, OSError and TimeoutError.

        What refuses a login that was good before is like a server that is away.
        """
        try:
            session = cls(await connected(login.options), login)
        except MySQLError as error:
            if login.mariadb is None:
                raise
            raise ConnectionError("the server refused the connection") from error
        try:
            if login.mariadb is not None:
                await session.change(_settings(login))
        except BaseException:
            with anyio.CancelScope(shield=True):
                await session.close()
            raise
        return session

    @property
    def mariadb(self) -> bool:
        """Whether the server is MariaDB."""
        return "mariadb" in str(self._connection.get_server_info()).lower()

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        return await self._within_limit(self._fetched(text, parameters))

    async def column(self, text: str, parameters: Sequence[object] = ()) -> list[bytes | None]:
        """The only value of every row."""
        return [value for (value,) in await self.fetch(text, parameters)]

    async def stream(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[Cells, None]:
        """Rows by batches, each within the time limit: the server's own would hold for all together."""
        async with aclosing(self._batches(text, parameters, BATCH)) as batches:
            async for batch in batches:
                for cells in batch:
                    yield cells

    async def _batches(
        self, text: str, parameters: Sequence[object], size: int
    ) -> AsyncGenerator[list[Cells], None]:
        limit = "max_statement_time" if self._login.mariadb else "max_execution_time"
        waits_s = max(60, int(self._login.statement_s))
        self._doubtful = True
        await self.change(f"SET SESSION {limit} = 0, net_write_timeout = {waits_s}")
        cursor = self._connection.cursor(SSCursor)
        await self._within_limit(cursor.execute(text, tuple(parameters)))
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED)
        self._listen(wanted=False)
        while batch := await self._within_limit(self._next(cursor, size)):
            yield batch
        self._listen(wanted=True)
        await self.change(_settings(self._login))
        self._doubtful = False

    async def _next(self, cursor: SSCursor, size: int) -> list[Cells]:
        """The next rows; what is there already comes at once, and only for more is the server heard.

        The driver by itself takes in whatever the server sends, wanted or not, and keeps it.
        """
        fetch = asyncio.ensure_future(cursor.fetchmany(size))
        await asyncio.sleep(0)
        if not fetch.done():
            self._listen(wanted=True)
            await asyncio.wait([fetch])
            self._listen(wanted=False)
        return await fetch

    def _listen(self, *, wanted: bool) -> None:
        if self._transport is not None and not self._transport.is_closing():
            _ = self._transport.resume_reading() if wanted else self._transport.pause_reading()

    @property
    def _transport(self) -> Any:  # noqa: ANN401  # asyncmy is untyped
        return self._connection._transport  # noqa: SLF001  # no public way

    async def lines(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[list[bytes], None]:
        """The only value of every row, in batches."""
        async with aclosing(self._batches(text, parameters, LINES)) as batches:
            async for batch in batches:
                yield [value for (value,) in batch]

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows the statement found."""
        return await self._within_limit(self._changed(text, parameters))

    async def send(self, text: str, parameters: Sequence[object] = ()) -> None:
        """At once: the server takes one statement at a time."""
        await self.change(text, parameters)

    async def insert_many(self, insert: ManyRows, rows: Sequence[Sequence[object]]) -> None:
        """As many at a time as a packet takes."""
        head, word, one = insert.text.rpartition(" VALUES ")
        for start in range(0, len(rows), INSERTED):
            some = rows[start : start + INSERTED]
            text = head + word + ", ".join([one] * len(some))
            await self.change(text, [value for row in some for value in row])

    async def begin(self) -> None:
        """Start a transaction."""
        await self.change("START TRANSACTION")
        self._in_transaction = True

    async def commit(self) -> None:
        """Keep what was done."""
        await self.change("COMMIT")
        self._in_transaction = False

    def alive(self) -> bool:
        """Whether the server has not ended the connection."""
        return bool(self._connection.connected) and not self._connection._stream_broken  # noqa: SLF001  # no public way

    def clean(self) -> bool:
        """An interrupted connection is not used again: a late KILL could hit its next statement."""
        return not (self._doubtful or self._in_transaction) and self.alive()

    async def tidy(self) -> bool:
        """Roll back what is open."""
        if self._doubtful or not self.alive():
            return False
        try:
            if self._in_transaction:
                await self.change("ROLLBACK")
                self._in_transaction = False
        except (MySQLError, OSError):
            return False
        return True

    async def close(self) -> None:
        """Take leave where the server still listens."""
        await closed(self._connection, politely=not self._doubtful and self.alive())

    async def _fetched(self, text: str, parameters: Sequence[object]) -> list[Cells]:
        cursor = self._connection.cursor()
        await cursor.execute(text, tuple(parameters))
        return list(await cursor.fetchall())

    async def _changed(self, text: str, parameters: Sequence[object]) -> int:
        cursor = self._connection.cursor()
        return int(await cursor.execute(text, tuple(parameters)))

    async def _within_limit(self, work: Awaitable[Result]) -> Result:
        return await interruptible(work, self._interrupt, self._login.statement_s)

    async def _interrupt(self) -> None:
        """Kill what runs, over a connection of its own; where that fails, drop the connection."""
        self._doubtful = True
        try:
            with anyio.fail_after(GIVE_UP_S):
                other = await connected_to(self._login.options, self._connection._host)  # noqa: SLF001  # the very server
                await other.query(f"KILL QUERY {self._connection.thread_id()}")
                await closed(other, politely=True)
        except (MySQLError, OSError, TimeoutError):
            self._connection.close()


def _settings(login: Login) -> str:
    """No warnings are kept: the driver would log them, and they hold values of rows."""
    seconds = login.statement_s
    limit = f"max_statement_time = {seconds}, group_concat_max_len = {LISTED_BYTES}"
    if not login.mariadb:
        limit = f"max_execution_time = {int(seconds * 1000)}"
    return (
        f"SET SESSION time_zone = '+00:00', sql_mode = '{_MODE}', max_error_count = 0, {limit},"
        f" innodb_lock_wait_timeout = {max(1, int(seconds))}"
    )
