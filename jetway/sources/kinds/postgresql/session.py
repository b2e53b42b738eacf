"""One psycopg connection. Parameters are sent as text of no type: PostgreSQL takes the column's own."""

from __future__ import annotations

import select
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg.adapt import Buffer, Loader, Transformer

from jetway.core.errors import QueryTimeout
from jetway.sources.kinds.postgresql.literal import copy_text
from jetway.sources.kinds.postgresql.prepared import BEGIN, IDLE, Prepared, Step, step
from jetway.sources.kinds.postgresql.streamed import Streamed
from jetway.sources.kinds.postgresql.tls import parameters
from jetway.sources.sql.cancel import GIVE_UP_S, interruptible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from psycopg.pq.abc import PGresult

    from jetway.sources.kinds.postgresql import Options
    from jetway.sources.sql.session import Cells, ManyRows

BATCH = 1000
CONNECT_S = 5
LOOPBACK = "127.0.0.1"
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
        self._waiting: list[Step] = []
        self._transformer = Transformer(connection)
        self._streamed = Streamed(connection.pgconn, self._interrupt, statement_s)
        self._heard = select.poll()
        self._heard.register(connection.fileno(), select.POLLIN)

    @classmethod
    async def opened(cls, options: Options, statement_s: float) -> Self:
        """A new connection. Raises psycopg's errors."""
        settings = _SETTINGS | {"statement_timeout": str(max(1, int(statement_s * 1000)))}
        tls: dict[str, Any] = dict(parameters(options))
        connection = await psycopg.AsyncConnection.connect(
            **await _place(options),
            user=options.user,
            password=options.password.reveal() if options.password else None,
            dbname=options.database,
            autocommit=True,
            prepare_threshold=None,
            client_encoding="utf8",
            connect_timeout=CONNECT_S,
            tcp_user_timeout=10_000,
            application_name="jetway",
            options=" ".join(f"-c {name}={value}" for name, value in settings.items()),
            **tls,
        )
        connection.adapters.register_loader("json", _Raw)
        return cls(connection, statement_s)

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        return self._cells(await self._result(step(text, parameters)))

    async def column(self, text: str, parameters: Sequence[object] = ()) -> list[bytes | None]:
        """The only value of every row."""
        result = await self._result(step(text, parameters))
        return [result.get_value(row, 0) for row in range(result.ntuples)]

    async def stream(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[Cells, None]:
        """Rows by batches, through a cursor of the server's."""
        await self.begin()
        declare = f"DECLARE jetway NO SCROLL CURSOR FOR {text}"
        await self._result(step(declare, parameters, prepared=False))
        fetch = Step(f"FETCH {BATCH} FROM jetway", prepared=False)
        while batch := self._cells(await self._result(fetch)):
            for cells in batch:
                yield cells
        await self.commit()

    def lines(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[list[bytes], None]:
        """The only value of every row, or the lines of a COPY, in batches. Parameters are texts."""
        return self._streamed.lines(text, parameters)

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows were changed."""
        result = await self._result(step(text, parameters, prepared=bool(parameters)))
        return result.command_tuples or 0

    async def send(self, text: str, parameters: Sequence[object] = ()) -> None:
        """A change that goes out with the next statement."""
        self._waiting.append(step(text, parameters, prepared=bool(parameters)))

    async def insert_many(self, insert: ManyRows, rows: Sequence[Sequence[object]]) -> None:
        """By COPY."""
        if self._waiting:
            await self._result(self._waiting.pop())
        text = f"COPY {insert.table} ({insert.columns}) FROM STDIN"
        work = self._copied_in(text, copy_text(rows))
        await interruptible(work, self._interrupt, self._statement_s)

    async def begin(self) -> None:
        """Start a transaction, with its first statement."""
        self._waiting.append(BEGIN)

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
        return idle and not (self._waiting or self._interrupted or self._connection.closed)

    async def tidy(self) -> bool:
        """Roll back what is open, forget what was not sent."""
        self._waiting.clear()
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

    async def _result(self, last: Step) -> PGresult:
        """What `last` answers, sent behind what waits."""
        steps = [*self._waiting, last]
        await self._prepared.prepare(steps)
        self._waiting.clear()
        return await self._prepared.result(steps)

    def _cells(self, result: PGresult) -> list[Cells]:
        self._transformer.set_pgresult(result)
        try:
            return self._transformer.load_rows(0, result.ntuples, tuple)
        finally:
            self._transformer.set_pgresult(None)

    async def _copied_in(self, text: str, data: bytes) -> None:
        async with self._connection.cursor() as cursor, cursor.copy(text) as copy:
            await copy.write(data)

    async def _interrupt(self) -> None:
        """Ask the server, over a connection of its own, to cancel what runs."""
        self._interrupted = True
        with suppress(psycopg.Error, OSError):
            await self._connection.cancel_safe(timeout=GIVE_UP_S)


async def _place(options: Options) -> dict[str, Any]:
    """libpq's parameters of where to connect to. `host` is the name that the server proves in any case."""
    if options.door:
        return {"host": options.host, "hostaddr": LOOPBACK, "port": options.door}
    if options.hosts is None:
        return {"host": options.host, "port": options.port}
    try:
        addresses = await options.hosts.addresses(options.host, options.port)
    except OSError as error:
        raise psycopg.OperationalError(f"failed to resolve {options.host!r}") from error
    hosts = ",".join(options.host for _ in addresses)
    return {"host": hosts, "hostaddr": ",".join(addresses), "port": options.port}
