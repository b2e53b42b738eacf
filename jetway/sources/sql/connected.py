"""An open database: its connections, its errors, and the little that it keeps of ours. Knows no engine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from jetway.sources.sql.compile import Compiler
from jetway.sources.sql.described import NOTHING
from jetway.sources.sql.pool import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jetway.core.errors import Failure
    from jetway.core.query import Write
    from jetway.sources import Limits
    from jetway.sources.sql.session import Cells, Engine, Session


class Connected:
    """Pools of sessions, a compiler for their engine, and its records."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._compiler = Compiler(engine.grammar)
        self._described = NOTHING
        self._pool = Pool(partial(engine.open, False), limits.connections, limits.wait_s)
        self._writers = self._pool
        if engine.one_writer:
            self._writers = Pool(partial(engine.open, True), 1, limits.wait_s)
        self._lasting = Pool(engine.open_lasting, limits.exports, limits.wait_s)
        self._runs = Pool(engine.statements.open, max(1, limits.connections // 4), limits.wait_s)

    async def connected(self) -> None:
        """Return once the database has answered."""
        async with self._pool.session():
            pass

    async def identity(self) -> str:
        """What tells this database from all others; "" where its address does."""
        told = [await self._fetched(text, ()) for text in self._engine.identity]
        return repr(told) if told else ""

    async def load_record(self, name: str) -> bytes | None:
        """The record of that name, or `None`."""
        records = self._engine.records
        if not await self._fetched(records.exists, ()):
            return None
        rows = await self._fetched(records.load, (name,))
        return bytes(rows[0][0]) if rows else None

    async def save_record(self, name: str, value: bytes) -> None:
        """Keep `value` under `name`, in place of what was there."""
        await self._have_records()
        await self._kept(self._engine.records.save, (name, value))

    async def add_record(self, name: str, value: bytes) -> bool:
        """Keep `value` under `name`. False where something is there: somebody was faster."""
        await self._have_records()
        return await self._kept(self._engine.records.add, (name, value)) == 1

    async def replace_record(self, name: str, old: bytes, new: bytes) -> bool:
        """Keep `new` in place of `old`. False where `old` is not there: somebody was faster."""
        return await self._kept(self._engine.records.replace, (new, name, old)) == 1

    async def close(self) -> None:
        """Let go of every connection."""
        await self._pool.close()
        await self._writers.close()
        await self._lasting.close()
        await self._runs.close()
        if self._engine.tunnel is not None:
            await self._engine.tunnel.close()

    async def _have_records(self) -> None:
        """The first time, make the table for them."""
        records = self._engine.records
        if not await self._fetched(records.exists, ()):
            await self._create(records.create)

    async def _kept(self, statement: str, parameters: tuple[object, ...]) -> int:
        """How many records were changed."""
        async with self._writers_session() as session:
            with self._told():
                found = await session.change(statement, parameters)
                await session.commit()
        return found

    async def _create(self, statements: Sequence[str]) -> None:
        async with self._writers_session() as session:
            with self._told():
                for statement in statements:
                    await session.change(statement)
                await session.commit()

    async def _fetched(self, text: str, parameters: tuple[object, ...]) -> list[Cells]:
        with self._told():
            async with self._pool.session() as session:
                return await session.fetch(text, parameters)

    @asynccontextmanager
    async def _writers_session(self) -> AsyncIterator[Session]:
        """A session in a transaction. The pool rolls back what is not committed at the end."""
        with self._told():
            async with self._writers.session() as session:
                await session.begin()
                yield session

    def _told(self, write: Write | None = None) -> Told:
        """Driver errors inside as failures."""
        return Told(self, write)

    def failure(self, error: BaseException, write: Write | None) -> Failure | None:
        """What a driver's error means; `None` for any other."""
        if not isinstance(error, self._engine.errors):
            return None
        return self._engine.failure(error, write, self._described.constraints)


class Told:
    """Driver errors inside as failures. Written out, since a generator costs several times as much."""

    __slots__ = ("_connected", "_write")

    def __init__(self, connected: Connected, write: Write | None) -> None:
        self._connected = connected
        self._write = write

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        failure = error and self._connected.failure(error, self._write)
        if failure is not None:
            raise failure from error
