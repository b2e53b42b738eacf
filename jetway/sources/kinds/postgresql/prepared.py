"""The short way to PostgreSQL: prepared statements of one column, spoken through libpq itself.

psycopg's cursors cost several times what the server does for a small read. Here one statement at a time is
sent, its answer is awaited on the socket, and the values are handed on as the bytes they came in.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

from jetway.sources.sql.cancel import interruptible

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from psycopg.pq.abc import PGconn, PGresult

MOST = 300
"""So many statements stay prepared on one connection; each costs the server some memory."""

GONE = ("26000", "0A000")
"""The server has forgotten the statement, or its result would look otherwise now: prepare it once more."""


class Prepared:
    """What is prepared on one connection. Nobody else may use the connection during a call."""

    def __init__(
        self, connection: PGconn, interrupt: Callable[[], Awaitable[None]], statement_s: float
    ) -> None:
        self._connection = connection
        self._interrupt = interrupt
        self._statement_s = statement_s
        self._names: OrderedDict[str, bytes] = OrderedDict()
        self._made = 0

    async def column(self, text: str, parameters: Sequence[object]) -> list[bytes | None]:
        """The first value of every row, as text in UTF-8. Raises psycopg's errors."""
        values = [None if value is None else str(value).encode() for value in parameters]
        try:
            result = await self._result(text, values)
        except psycopg.Error as error:
            if error.sqlstate not in GONE or text not in self._names:
                raise
            del self._names[text]
            result = await self._result(text, values)
        return [result.get_value(row, 0) for row in range(result.ntuples)]

    async def _result(self, text: str, values: list[bytes | None]) -> PGresult:
        name = self._names.get(text) or await self._prepare(text)
        self._names.move_to_end(text)
        self._connection.send_query_prepared(name, values)
        return await answer(self._connection, self._interrupt, self._statement_s)

    async def change(self, text: str) -> int:
        """How many rows a statement without parameters changed. It is not prepared.

        psycopg's own way costs several times as much, and forgets what is prepared at each ROLLBACK.
        """
        self._connection.send_query_params(text.encode(), None)
        result = await answer(self._connection, self._interrupt, self._statement_s)
        return result.command_tuples or 0

    async def _prepare(self, text: str) -> bytes:
        if len(self._names) >= MOST:
            _, oldest = self._names.popitem(last=False)
            await self.change(f"DEALLOCATE {oldest.decode()}")
        self._made += 1
        name = b"jetway_%d" % self._made
        self._connection.send_prepare(name, text.encode())
        await answer(self._connection, self._interrupt, self._statement_s)
        self._names[text] = name
        return name


async def answer(
    connection: PGconn, interrupt: Callable[[], Awaitable[None]], statement_s: float
) -> PGresult:
    """What the server answers to what was sent. Cancelling the caller cancels the statement."""
    loop = asyncio.get_running_loop()
    exchange = _Exchange(connection, loop.create_future())
    socket = connection.socket
    loop.add_reader(socket, exchange.receive)
    more = False
    try:
        more = bool(connection.flush())
        if more:
            loop.add_writer(socket, exchange.send)
        result = await interruptible(exchange.result, interrupt, statement_s)
    finally:
        loop.remove_reader(socket)
        if more:
            loop.remove_writer(socket)
    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise error_from_result(result)
    return result


class _Exchange:
    """One statement on the wire: what is left to send goes out, what comes in is put together."""

    def __init__(self, connection: PGconn, result: asyncio.Future[PGresult]) -> None:
        self._connection = connection
        self._last: PGresult | None = None
        self.result = result

    def receive(self) -> None:
        """Take in what has come; the server is done with the statement when nothing follows."""
        try:
            self._connection.consume_input()
            while not self.result.done() and not self._connection.is_busy():
                following = self._connection.get_result()
                if following is not None:
                    self._last = following
                elif self._last is not None:
                    self.result.set_result(self._last)
                else:
                    raise psycopg.OperationalError("the server sent no answer")  # told as others
        except psycopg.Error as error:
            if not self.result.done():
                self.result.set_exception(error)

    def send(self) -> None:
        """Send on, where the socket would not take all at once."""
        try:
            if not self._connection.flush():
                asyncio.get_running_loop().remove_writer(self._connection.socket)
        except psycopg.Error as error:
            if not self.result.done():
                self.result.set_exception(error)
