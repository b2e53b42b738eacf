"""The short way to PostgreSQL: prepared statements of one column, spoken through libpq itself.

psycopg's cursors cost several times what the server does for a small read. Here one statement at a time is
sent, its answer is awaited on the socket, and the values are handed on as the bytes they came in.

To put a socket on the event loop and to take it off again costs as much as to send a statement. So it stays
there between statements, as a duplicate, because psycopg puts the socket itself there for what it does.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from typing import TYPE_CHECKING

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

from jetway.sources.sql.cancel import GRACE_S, ended
from jetway.sources.sql.failures import timeout

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
        self._socket = -1
        self._exchange: _Exchange | None = None

    async def column(self, text: str, parameters: Sequence[object]) -> list[bytes | None]:
        """The first value of every row, as text in UTF-8. Raises psycopg's errors and `QueryTimeout`."""
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
        return await self.answer()

    async def change(self, text: str) -> int:
        """How many rows a statement without parameters changed. It is not prepared.

        psycopg's own way costs several times as much, and forgets what is prepared at each ROLLBACK.
        """
        self._connection.send_query_params(text.encode(), None)
        result = await self.answer()
        return result.command_tuples or 0

    def close(self) -> None:
        """Take the socket off the event loop."""
        if self._socket >= 0:
            asyncio.get_running_loop().remove_reader(self._socket)
            os.close(self._socket)
            self._socket = -1

    async def _prepare(self, text: str) -> bytes:
        if len(self._names) >= MOST:
            _, oldest = self._names.popitem(last=False)
            await self.change(f"DEALLOCATE {oldest.decode()}")
        self._made += 1
        name = b"jetway_%d" % self._made
        self._connection.send_prepare(name, text.encode())
        await self.answer()
        self._names[text] = name
        return name

    async def answer(self) -> PGresult:
        """What the server answers to what was sent. Cancelling the caller cancels the statement."""
        loop = asyncio.get_running_loop()
        exchange = self._exchange = _Exchange(self._connection, loop)
        if self._socket < 0:
            self._socket = os.dup(self._connection.socket)
            loop.add_reader(self._socket, self._receive)
        try:
            if self._connection.flush():
                exchange.send_on()
            result = await self._awaited(exchange, loop)
        finally:
            self._exchange = None
            exchange.send_no_more()
        if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            raise error_from_result(result)
        return result

    async def _awaited(self, exchange: _Exchange, loop: asyncio.AbstractEventLoop) -> PGresult:
        timer = loop.call_later(self._statement_s + GRACE_S, exchange.wake)
        try:
            await exchange.woken
        except asyncio.CancelledError:
            await ended(exchange.over(), self._interrupt)
            raise
        finally:
            timer.cancel()
        if not exchange.done:
            await ended(exchange.over(), self._interrupt)
            raise timeout()
        return exchange.result()

    def _receive(self) -> None:
        """Something has come. Where nothing was asked here, it is for psycopg, or the connection's end."""
        if self._exchange is None:
            self.close()
        else:
            self._exchange.receive()


class _Exchange:
    """One statement on the wire: what is left to send goes out, what comes in is put together."""

    def __init__(self, connection: PGconn, loop: asyncio.AbstractEventLoop) -> None:
        self._connection = connection
        self._loop = loop
        self._last: PGresult | None = None
        self._error: psycopg.Error | None = None
        self._sends = False
        self.done = False
        self.woken: asyncio.Future[None] = loop.create_future()
        """Has a result when the exchange is done or its time is over."""

    def result(self) -> PGresult:
        """What the server answered. Raises psycopg's errors."""
        if self._error is not None:
            raise self._error
        assert self._last is not None
        return self._last

    def over(self) -> asyncio.Future[None]:
        """A future for the end of an exchange that nobody waits for any more."""
        self.woken = self._loop.create_future()
        if self.done:
            self.wake()
        return self.woken

    def wake(self) -> None:
        """Let go on whoever waits."""
        if not self.woken.done():
            self.woken.set_result(None)

    def receive(self) -> None:
        """Take in what has come; the server is done with the statement when nothing follows."""
        try:
            self._connection.consume_input()
            while not self.done and not self._connection.is_busy():
                following = self._connection.get_result()
                if following is not None:
                    self._last = following
                elif self._last is not None:
                    self._end()
                else:
                    raise psycopg.OperationalError("the server sent no answer")  # told as others
        except psycopg.Error as error:
            self._end(error)

    def send_on(self) -> None:
        """Send what is left whenever the socket takes some."""
        self._loop.add_writer(self._connection.socket, self._send)
        self._sends = True

    def send_no_more(self) -> None:
        """Whatever is left."""
        if self._sends:
            self._loop.remove_writer(self._connection.socket)
            self._sends = False

    def _send(self) -> None:
        try:
            if not self._connection.flush():
                self.send_no_more()
        except psycopg.Error as error:
            self._end(error)

    def _end(self, error: psycopg.Error | None = None) -> None:
        if not self.done:
            self.done = True
            self._error = error
            self.wake()
