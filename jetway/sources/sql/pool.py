"""A bounded set of sessions, lent out one at a time. A dead one is replaced by whoever needs it next."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio

from jetway.core.errors import PoolTimeout, SourceUnavailable
from jetway.sources.sql.session import Session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ASession = TypeVar("ASession", bound=Session)


class Pool(Generic[ASession]):
    """At most `size` sessions. Connecting happens in the caller, who thus hears what is wrong."""

    def __init__(self, open_: Callable[[], Awaitable[ASession]], size: int, wait_s: float) -> None:
        self._open = open_
        self._wait_s = wait_s
        self._free = size
        self._line: deque[asyncio.Future[bool]] = deque()
        """Those who wait for a place, in their order: true where it came, false where it took too long."""
        self._idle: list[ASession] = []
        self._closed = False

    def session(self) -> Lent[ASession]:
        """A session for as long as the block runs. Raises `PoolTimeout`."""
        return Lent(self)

    async def lend(self) -> ASession:
        """A session, which has to come back."""
        if self._closed:
            raise SourceUnavailable("The database connection is closed.")
        if self._free:
            self._free -= 1
        else:
            await self._wait_in_line()
        try:
            return await self._living()
        except BaseException:
            self._make_room()
            raise

    async def take_back(self, session: ASession) -> None:
        """Keep the session for whoever comes next, if it is in order."""
        try:
            if session.clean() and not self._closed:
                self._idle.append(session)
            else:
                await self._put_in_order(session)
        finally:
            self._make_room()

    async def close(self) -> None:
        """Close the idle sessions now, the others when they come back. Idempotent."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    async def _wait_in_line(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._line.append(turn)
        timer = loop.call_later(self._wait_s, _give_up, turn)
        try:
            came = await turn
        except asyncio.CancelledError:
            if turn.cancelled() or not turn.result():
                self._line.remove(turn)
            else:
                self._make_room()
            raise
        finally:
            timer.cancel()
        if not came:
            self._line.remove(turn)
            detail = "Every connection to the database is busy. Try again in a moment."
            raise PoolTimeout(detail, retry_after_s=1)

    def _make_room(self) -> None:
        """A place is free: for the first in the line who still waits."""
        for turn in self._line:
            if not turn.done():
                self._line.remove(turn)
                turn.set_result(True)
                return
        self._free += 1

    async def _living(self) -> ASession:
        """The session used last that is alive, or a new one."""
        while self._idle:
            session = self._idle.pop()
            if session.alive():
                return session
            await session.close()
        return await self._open()

    async def _put_in_order(self, session: ASession) -> None:
        with anyio.CancelScope(shield=True):
            if await session.tidy() and not self._closed:
                self._idle.append(session)
            else:
                await session.close()


class Lent(Generic[ASession]):
    """A session of a pool for as long as a block runs. Written out, since a generator costs much more."""

    __slots__ = ("_pool", "_session")

    def __init__(self, pool: Pool[ASession]) -> None:
        self._pool = pool

    async def __aenter__(self) -> ASession:
        self._session = await self._pool.lend()
        return self._session

    async def __aexit__(self, *_: object) -> None:
        await self._pool.take_back(self._session)


def _give_up(turn: asyncio.Future[bool]) -> None:
    if not turn.done():
        turn.set_result(False)
