"""A bounded set of sessions, lent out one at a time. A dead one is replaced by whoever needs it next."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio

from jetway.core.errors import PoolTimeout, SourceUnavailable
from jetway.sources.sql.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

ASession = TypeVar("ASession", bound=Session)


class Pool(Generic[ASession]):
    """At most `size` sessions. Connecting happens in the caller, who thus hears what is wrong."""

    def __init__(self, open_: Callable[[], Awaitable[ASession]], size: int, wait_s: float) -> None:
        self._open = open_
        self._wait_s = wait_s
        self._free = anyio.Semaphore(size)
        self._idle: list[ASession] = []
        self._closed = False

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ASession]:
        """A session for as long as the block runs. Raises `PoolTimeout`."""
        await self._wait()
        try:
            session = await self._living()
            try:
                yield session
            finally:
                await self._put_back(session)
        finally:
            self._free.release()

    async def close(self) -> None:
        """Close the idle sessions now, the others when they come back. Idempotent."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    async def _wait(self) -> None:
        if self._closed:
            raise SourceUnavailable("The database connection is closed.")
        try:
            self._free.acquire_nowait()
        except anyio.WouldBlock:
            await self._wait_in_line()

    async def _wait_in_line(self) -> None:
        with anyio.move_on_after(self._wait_s):
            await self._free.acquire()
            return
        raise PoolTimeout("Every connection to the database is busy. Try again in a moment.", retry_after_s=1)

    async def _living(self) -> ASession:
        """The session used last that is alive, or a new one."""
        while self._idle:
            session = self._idle.pop()
            if session.alive():
                return session
            await session.close()
        return await self._open()

    async def _put_back(self, session: ASession) -> None:
        if session.clean() and not self._closed:
            self._idle.append(session)
            return
        with anyio.CancelScope(shield=True):
            if await session.tidy() and not self._closed:
                self._idle.append(session)
            else:
                await session.close()
