"""The short way to PostgreSQL: statements spoken through libpq itself, prepared where they come again.

psycopg's cursors cost several times what the server does for a small read. Here statements are sent, several
at once where nothing has to be known between them, and their answer is awaited on the socket.

To put a socket on the event loop and to take it off again costs as much as to send a statement. So it stays
there between statements, as a duplicate, because psycopg puts the socket itself there for what it does.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

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

IDLE = pq.TransactionStatus.IDLE
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


class Step(NamedTuple):
    """A statement to send. `values`: texts of no type, of the type that their place wants."""

    text: str
    values: Sequence[bytes | None] = ()
    prepared: bool = True


BEGIN = Step("BEGIN", prepared=False)


def step(text: str, parameters: Sequence[object], *, prepared: bool = True) -> Step:
    """A statement with its parameters as PostgreSQL reads them. Raises `DataError`, as psycopg would."""
    return Step(text, [_value(parameter) for parameter in parameters], prepared)


def _value(parameter: object) -> bytes | None:
    if parameter is None:
        return None
    data = parameter.hex() if isinstance(parameter, bytes) else str(parameter)
    if "\0" in data:
        raise psycopg.DataError("PostgreSQL text has no NUL")
    return f"\\x{data}".encode() if isinstance(parameter, bytes) else data.encode()


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

    async def prepare(self, steps: Sequence[Step]) -> None:
        """Have those of `steps` prepared that are to be. Nothing is done. Raises psycopg's errors."""
        for step in steps:
            if step.prepared:
                await self._prepare(step.text)

    async def result(self, steps: Sequence[Step]) -> PGresult:
        """What the last of `steps`, which are prepared, answers; behind one that is refused, nothing is done.

        Raises psycopg's errors and `QueryTimeout`.
        """
        try:
            return await self._sent(steps)
        except psycopg.Error as error:
            if error.sqlstate not in GONE:
                raise
            for step in steps:
                self._names.pop(step.text, None)
            if not await self._undone(steps):
                raise
        await self.prepare(steps)
        return await self._sent(steps)

    def close(self) -> None:
        """Take the socket off the event loop."""
        if self._socket >= 0:
            asyncio.get_running_loop().remove_reader(self._socket)
            os.close(self._socket)
            self._socket = -1

    async def _undone(self, steps: Sequence[Step]) -> bool:
        """Whether `steps`, which were refused, can be sent again: what they began is rolled back."""
        if steps[0] is BEGIN:
            await self._sent([Step("ROLLBACK", prepared=False)])
        return self._connection.transaction_status == IDLE

    async def _sent(self, steps: Sequence[Step]) -> PGresult:
        connection = self._connection
        if len(steps) > 1:
            connection.enter_pipeline_mode()
        for step in steps:
            if step.prepared:
                connection.send_query_prepared(self._names[step.text], step.values)
            else:
                connection.send_query_params(step.text.encode(), step.values)
        if len(steps) > 1:
            connection.pipeline_sync()
        return await self.answer()

    async def _prepare(self, text: str) -> None:
        if text in self._names:
            self._names.move_to_end(text)
            return
        while len(self._names) >= MOST:
            _, oldest = self._names.popitem(last=False)
            await self._sent([Step(f"DEALLOCATE {oldest.decode()}", prepared=False)])
        self._made += 1
        name = b"jetway_%d" % self._made
        self._connection.send_prepare(name, text.encode())
        await self.answer()
        self._names[text] = name

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
        if exchange.several:
            self._connection.exit_pipeline_mode()
        if result.status not in _DONE:
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
    """Statements on the wire: what is left to send goes out, what comes in is put together."""

    def __init__(self, connection: PGconn, loop: asyncio.AbstractEventLoop) -> None:
        self._connection = connection
        self._loop = loop
        self.several = connection.pipeline_status != pq.PipelineStatus.OFF
        self._last: PGresult | None = None
        self._taken = self._ended = 0
        """So many answers came, and so many of them were whole."""
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
        """Take in what has come; the server is done when nothing follows, with several when it says so."""
        try:
            self._connection.consume_input()
            while not self.done and not self._connection.is_busy():
                self._take(self._connection.get_result())
        except psycopg.Error as error:
            self._end(error)

    def _take(self, following: PGresult | None) -> None:
        """Of several answers the last, unless one was refused before it."""
        if following is None:
            if self._ended == self._taken:
                raise psycopg.OperationalError("the server sent no answer")  # told as others
            self._ended = self._taken
            if not self.several:
                self._end()
        elif following.status == pq.ExecStatus.PIPELINE_SYNC:
            self._end()
        else:
            self._taken += 1
            if self._last is None or self._last.status in _DONE:
                self._last = following

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
