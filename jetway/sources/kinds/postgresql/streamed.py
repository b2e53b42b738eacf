"""Long results from PostgreSQL, read through libpq itself as they are wanted: nothing piles up here.

What the reader has not asked for yet stays in the server, which waits once the socket is full.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from psycopg import pq
from psycopg.errors import error_from_result

from jetway.sources.sql.cancel import interruptible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from psycopg.pq.abc import PGconn, PGresult

BATCH = 200
"""Rows of a SELECT; what they hold may be large."""

COPIED = 1000
"""Rows of a COPY."""

_PLACES = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'|\$(?P<number>[0-9]+)""")


class Streamed:
    """One statement at a time on a connection that nobody else uses meanwhile."""

    def __init__(
        self, connection: PGconn, interrupt: Callable[[], Awaitable[None]], statement_s: float
    ) -> None:
        self._connection = connection
        self._interrupt = interrupt
        self._statement_s = statement_s

    async def lines(self, text: str, parameters: Sequence[object]) -> AsyncGenerator[list[bytes], None]:
        """The first value of every row of a SELECT, or the lines of a COPY. Raises psycopg's errors.

        A reader that does not stay to the end has the statement cancelled.
        """
        values = [None if value is None else str(value).encode() for value in parameters]
        copies = text.startswith("COPY ")
        if copies:
            self._connection.send_query(self._written_in(text, values))
        else:
            self._connection.send_query_params(text.encode(), values)
            self._connection.set_chunked_rows_mode(BATCH)
        ended = False
        try:
            async for batch in self._copied() if copies else self._selected():
                yield batch
            ended = True
        finally:
            if not ended:
                await self._interrupt()

    async def _selected(self) -> AsyncGenerator[list[bytes], None]:
        while (result := await self._result()) is not None:
            batch = [result.get_value(row, 0) or b"null" for row in range(result.ntuples)]
            if batch:
                yield batch

    async def _copied(self) -> AsyncGenerator[list[bytes], None]:
        await self._result()
        batch: list[bytes] = []
        while True:
            size, data = self._connection.get_copy_data(1)
            if size > 0:
                batch.append(bytes(data[:-1]))  # without the line end
            elif size < 0:
                break
            else:
                await self._received()
            if len(batch) >= COPIED:
                yield batch
                batch = []
        if batch:
            yield batch
        while await self._result() is not None:
            pass

    async def _result(self) -> PGresult | None:
        """The next part of the answer, `None` behind the last. Raises what the server says went wrong."""
        self._connection.flush()
        while self._connection.is_busy():
            await self._received()
        result = self._connection.get_result()
        if result is not None and result.status in (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE):
            raise error_from_result(result)
        return result

    async def _received(self) -> None:
        """Return once the server has sent more. Cancelling the caller cancels the statement."""
        loop = asyncio.get_running_loop()
        socket = self._connection.socket
        more: asyncio.Future[None] = loop.create_future()
        loop.add_reader(socket, _done, more)
        try:
            await interruptible(more, self._interrupt, self._statement_s)
        finally:
            loop.remove_reader(socket)
        self._connection.consume_input()

    def _written_in(self, text: str, values: Sequence[bytes | None]) -> bytes:
        """COPY takes no parameters: they become literals, of no type as parameters are."""
        escaping = pq.Escaping(self._connection)
        literals = [b"NULL" if value is None else bytes(escaping.escape_literal(value)) for value in values]

        def written(place: re.Match[str]) -> str:
            return literals[int(place["number"]) - 1].decode() if place["number"] else place[0]

        return _PLACES.sub(written, text).encode()


def _done(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
