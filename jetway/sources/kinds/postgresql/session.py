"""One psycopg connection. Parameters are sent as text of no type: PostgreSQL takes the column's own."""

from __future__ import annotations

import select
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.pq import TransactionStatus
from psycopg.raw_cursor import AsyncRawCursor

from jetway.core.errors import QueryTimeout
from jetway.sources.kinds.postgresql.literal import copy_text
from jetway.sources.kinds.postgresql.prepared import GONE, Prepared
from jetway.sources.kinds.postgresql.streamed import Streamed
from jetway.sources.kinds.postgresql.tls import parameters
from jetway.sources.sql.cancel import GIVE_UP_S, interruptible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from jetway.sources.kinds.postgresql import Options
    from jetway.sources.sql.session import Cells, ManyRows

BATCH = 1000
CONNECT_S = 5
LOOPBACK = "127.0.0.1"
PREPARED = 300
IDLE = TransactionStatus.IDLE
_SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "iso_8601",
    "idle_in_transaction_session_timeout": "60000",
}


class _Raw(Loader):
    """JSON as the bytes it came in."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


class PostgresqlSession:
    """A connection in autocommit mode."""

    def __init__(self, connection: psycopg.AsyncConnection[Any], statement_s: float) -> None:
        self._connection = connection
        self._statement_s = statement_s
        self._interrupted = False
        self._prepared = Prepared(connection.pgconn, self._interrupt, statement_s)
        self._streamed = Streamed(connection.pgconn, self._interrupt, statement_s)
        self._heard = select.poll()
        self._heard.register(connection.fileno(), select.POLLIN)

    @classmethod
    async def opened(cls, options: Options, statement_s: float) -> Self:
        """A new connection. Raises psycopg's errors."""
        settings = _SETTINGS | {"statement_timeout": str(max(1, int(statement_s * 1000)))}
        tls: dict[str, Any] = dict(parameters(options))
        connection = await psycopg.AsyncConnection.connect(
            host=options.host,  # whose name the server proves, also behind a door
            hostaddr=LOOPBACK if options.door else None,
            port=options.door or options.port,
            user=options.user,
            password=options.password.reveal() if options.password else None,
            dbname=options.database,
            autocommit=True,
            prepare_threshold=0,
            cursor_factory=AsyncRawCursor,
            client_encoding="utf8",
            connect_timeout=CONNECT_S,
            tcp_user_timeout=10_000,
            application_name="jetway",
            options=" ".join(f"-c {name}={value}" for name, value in settings.items()),
            **tls,
        )
        connection.prepared_max = PREPARED
        connection.adapters.register_loader("json", _Raw)
        return cls(connection, statement_s)

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        work = self._fetched(text, parameters)
        return await interruptible(work, self._interrupt, self._statement_s)

    async def column(self, text: str, parameters: Sequence[object] = ()) -> list[bytes | None]:
        """The only value of every row. Parameters are texts."""
        return await self._prepared.column(text, parameters)

    async def stream(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[Cells, None]:
        """Rows by batches, through a cursor of the server's."""
        await self.begin()
        await self.change(f"DECLARE jetway NO SCROLL CURSOR FOR {text}", parameters)
        while batch := await self.fetch(f"FETCH {BATCH} FROM jetway"):
            for cells in batch:
                yield cells
        await self.commit()

    def lines(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[list[bytes], None]:
        """The only value of every row, or the lines of a COPY, in batches. Parameters are texts."""
        return self._streamed.lines(text, parameters)

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows were changed."""
        if not parameters:
            return await self._prepared.change(text)
        cursor = self._connection.cursor()
        await interruptible(cursor.execute(text, parameters), self._interrupt, self._statement_s)
        return cursor.rowcount

    async def insert_many(self, insert: ManyRows, rows: Sequence[Sequence[object]]) -> None:
        """By COPY."""
        text = f"COPY {insert.table} ({insert.columns}) FROM STDIN"
        work = self._copied_in(text, copy_text(rows))
        await interruptible(work, self._interrupt, self._statement_s)

    async def begin(self) -> None:
        """Start a transaction."""
        await self.change("BEGIN")

    async def commit(self) -> None:
        """Keep what was done; constraints that were put off are checked here."""
        await self.change("COMMIT")

    def alive(self) -> bool:
        """An idle server says nothing, unless that it ends the connection."""
        if self._connection.closed:
            return False
        return not self._heard.poll(0)

    def clean(self) -> bool:
        """An interrupted connection is not used again: a late cancel could hit its next statement."""
        idle = self._connection.pgconn.transaction_status == IDLE
        return idle and not self._interrupted and not self._connection.closed

    async def tidy(self) -> bool:
        """Roll back what is open."""
        if self._interrupted or self._connection.closed:
            return False
        if self._connection.pgconn.transaction_status != IDLE:
            try:
                await self.change("ROLLBACK")
            except (psycopg.Error, QueryTimeout):
                return False
        return self._connection.pgconn.transaction_status == IDLE

    async def close(self) -> None:
        """Close."""
        self._prepared.close()
        await self._connection.close()

    async def _fetched(self, text: str, parameters: Sequence[object]) -> list[Cells]:
        try:
            return await self._executed(text, parameters)
        except psycopg.Error as error:
            if error.sqlstate not in GONE or self._connection.info.transaction_status != IDLE:
                raise
            # psycopg forgets what it prepared with this alone; `Prepared` finds out by itself.
            await self._connection.execute("DEALLOCATE ALL")
            return await self._executed(text, parameters)

    async def _executed(self, text: str, parameters: Sequence[object]) -> list[Cells]:
        cursor = self._connection.cursor()
        await cursor.execute(text, parameters, prepare=True)
        return await cursor.fetchall()

    async def _copied_in(self, text: str, data: bytes) -> None:
        async with self._connection.cursor() as cursor, cursor.copy(text) as copy:
            await copy.write(data)

    async def _interrupt(self) -> None:
        """Ask the server, over a connection of its own, to cancel what runs."""
        self._interrupted = True
        with suppress(psycopg.Error, OSError):
            await self._connection.cancel_safe(timeout=GIVE_UP_S)
