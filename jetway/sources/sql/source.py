"""A database as a source: what runs in which session, and for how long. Knows no engine."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import msgspec

from jetway.core.errors import Failure
from jetway.core.export import Csv
from jetway.sources.sql import load as loads
from jetway.sources.sql import places
from jetway.sources.sql import write as changes
from jetway.sources.sql.audited import Audited
from jetway.sources.sql.compile import compile_csv, compile_trial
from jetway.sources.sql.described import packed, unpacked, without_collection
from jetway.sources.sql.load import Loading
from jetway.sources.sql.promised import Promised
from jetway.sources.sql.restructured import Restructured
from jetway.sources.sql.staging import Staged
from jetway.sources.sql.statement import run

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Sequence

    from jetway.core.audit import Trail
    from jetway.core.export import Cell, Form
    from jetway.core.load import Load, Outcome
    from jetway.core.ordering import Move, Numbering
    from jetway.core.promise import Promise
    from jetway.core.query import Aggregate, Read, Row, Trial, Write
    from jetway.core.schema import Schema
    from jetway.core.statement import Planned, Ran, Statement
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.session import Session

AT_ONCE = 1000
"""Up to so many rows are fetched whole, so that a slow reader holds no connection."""

BATCH = 200
"""Rows of a file that are in memory at once: few enough where they hold whole files, enough to be fast."""

_encode = msgspec.json.encode


class SqlSource(Audited, Promised, Restructured):
    """An open database."""

    async def describe(self) -> Schema:
        """Everything the database holds, from its own catalogue."""
        with self._told(), without_collection():
            async with self._pool.session() as session:
                self._described = await self._engine.describe(session)
        return self._described.schema

    async def stamp(self) -> str:
        """A text that is another after every change of what `describe` tells, but for estimates."""
        with self._told():
            async with self._pool.session() as session:
                return await self._engine.stamp(session)

    def pack(self) -> bytes:
        """What `describe` told last."""
        return packed(self._described)

    def unpack(self, data: bytes) -> Schema:
        """What `describe` told, from `pack`, in its place."""
        self._described = unpacked(data)
        return self._described.schema

    async def read(self, read: Read) -> AsyncIterator[Row]:
        """Rows for `read`, lazily."""
        compiled, values = self._compiler.compiled(read)
        parameters = compiled.parameters(values)
        if read.limit is not None and read.limit <= AT_ONCE:
            for cells in await self._fetched(compiled.text, parameters):
                yield compiled.decode(cells)
            return
        with self._told():
            async with (
                self._pool.session() as session,
                aclosing(session.stream(compiled.text, parameters)) as stream,
            ):
                async for cells in stream:
                    yield compiled.decode(cells)

    async def lines(self, read: Read, cells: Sequence[Cell], form: Form) -> AsyncGenerator[list[bytes], None]:
        """The rows of `read` in batches, each row as a line of `form`."""
        with self._told():
            async with (
                self._lasting.session() as session,
                aclosing(self._lines(session, read, cells, form)) as batches,
            ):
                async for batch in batches:
                    yield batch

    def _lines(
        self, session: Session, read: Read, cells: Sequence[Cell], form: Form
    ) -> AsyncGenerator[list[bytes], None]:
        if isinstance(form, Csv):
            compiled, values = compile_csv(self._compiler.grammar, read, cells, form)
            return session.lines(compiled.text, compiled.parameters(values))
        return self._objects(session, read)

    async def _objects(self, session: Session, read: Read) -> AsyncGenerator[list[bytes], None]:
        """Rows as JSON, made here."""
        compiled, values = self._compiler.compiled(read)
        batch: list[bytes] = []
        async with aclosing(session.stream(compiled.text, compiled.parameters(values))) as rows:
            async for cells in rows:
                batch.append(_encode(compiled.decode(cells)))
                if len(batch) == BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch

    async def aggregate(self, aggregate: Aggregate) -> AsyncIterator[Row]:
        """Rows for `aggregate`."""
        compiled, values = self._compiler.compiled(aggregate)
        for cells in await self._fetched(compiled.text, compiled.parameters(values)):
            yield compiled.decode(cells)

    async def held(self, trial: Trial) -> list[bool] | None:
        """Whether each clause holds for the row; `None` where there is none."""
        compiled, values = compile_trial(self._compiler.grammar, trial)
        rows = await self._fetched(compiled.text, compiled.parameters(values))
        return [bool(cell) for cell in rows[0][1:]] if rows else None

    async def write(
        self, writes: Sequence[Write], trail: Trail | None = None, promise: Promise | None = None
    ) -> list[Row]:
        """Do all of `writes` in one transaction, or none."""
        done: list[Row] = []
        async with self._writers_session() as session, self._noting(session, trail) as notes:
            await self._claim(session, promise)
            for write in writes:
                with self._told(write):
                    done.append(await changes.write_one(session, self._compiler, write, notes))
            await self._keep(session, promise, done)
            await self._commit(session, notes, writes[-1] if writes else None)
        return done

    async def write_each(
        self,
        writes: Sequence[Write],
        *,
        all_or_none: bool,
        trail: Trail | None = None,
        promise: Promise | None = None,
    ) -> list[Row | Failure]:
        """Each of `writes` by itself, in one transaction: its row, or why it was refused."""
        done: list[Row | Failure] = []
        async with self._writers_session() as session, self._noting(session, trail) as notes:
            await self._claim(session, promise)
            for write in writes:
                found = await self._tried(session, write, notes)
                done.append(found)
                if all_or_none and isinstance(found, Failure):
                    return done
            await self._keep(session, promise, done)
            await self._commit(session, notes, writes[-1] if writes else None)
        return done

    async def _tried(self, session: Session, write: Write, notes: Notes | None) -> Row | Failure:
        """What a savepoint cannot undo, as a lost connection, is raised."""
        mark = notes.mark() if notes else 0
        with self._told():
            await session.send("SAVEPOINT one")
        try:
            with self._told(write):
                row = await changes.write_one(session, self._compiler, write, notes)
        except Failure as failure:
            if failure.status >= 500:
                raise
            with self._told():
                await session.send("ROLLBACK TO SAVEPOINT one")
            if notes:
                notes.back(mark)
            return failure
        with self._told():
            await session.send("RELEASE SAVEPOINT one")
        return row

    async def move(self, move: Move, trail: Trail | None = None) -> None:
        """Give one row another place, in one transaction."""
        async with self._writers_session() as session, self._noting(session, trail) as notes:
            with self._told():
                await places.move(session, self._compiler, move, notes)
            await self._commit(session, notes)

    async def number(self, numbering: Numbering, trail: Trail | None = None) -> None:
        """Give all rows their places anew, in one statement."""
        async with self._writers_session() as session, self._noting(session, trail) as notes:
            with self._told():
                await places.number(session, self._compiler, numbering, notes)
            await self._commit(session, notes)

    async def run(self, statement: Statement, planned: Planned) -> Ran:
        """What came of a person's own statement."""
        with self._told():
            async with self._runs.session() as session:
                return await run(self._engine, session, statement, planned)

    async def load(
        self,
        load: Load,
        lines: AsyncIterator[list[tuple[object, ...]]],
        outcome: Outcome,
        trail: Trail | None = None,
    ) -> None:
        """Do `load` in one transaction, and tell in `outcome` how it goes."""
        pool = self._writers if self._engine.one_writer else self._lasting
        trail = None if load.dry_run else trail
        staged = Staged.of(load, self._engine.grammar, self._engine.staging, noted=trail is not None)
        with self._told():
            async with pool.session() as session, self._noting(session, trail) as notes:
                await session.begin()
                loading = Loading(session, self._compiler, staged, outcome, self._told, notes)
                await loads.run(loading, self._engine.staging, lines)
                if not load.dry_run and (load.skip_errors or not outcome.wrong):
                    outcome.storing = True
                    await self._commit(session, notes)


class JsonSource(SqlSource):
    """A database that builds the JSON itself."""

    async def read_json(self, read: Read) -> list[bytes]:
        """The rows that `read` would yield, each as a JSON object."""
        rows = await self._json_column(read, quick=True)
        if None in rows:
            rows = await self._json_column(read, quick=False)
        found = [row or b"null" for row in rows]
        return found if is_utf8(b"".join(found)) else [_mended(row) for row in found]

    async def _objects(self, session: Session, read: Read) -> AsyncGenerator[list[bytes], None]:
        compiled, values = self._compiler.compiled(read)
        async with aclosing(session.lines(compiled.text, compiled.parameters(values))) as batches:
            async for batch in batches:
                yield _on_lines(batch)

    async def _json_column(self, read: Read, *, quick: bool) -> list[bytes | None]:
        compiled, values = self._compiler.compiled(read, quick=quick)
        with self._told():
            async with self._pool.session() as session:
                return await session.column(compiled.text, compiled.parameters(values))


def is_utf8(data: bytes) -> bool:
    """Some engines store any bytes as text."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _on_lines(rows: list[bytes]) -> list[bytes]:
    """Each on one line: JSON that is stored as text may bring line ends between its members."""
    joined = b"".join(rows)
    if b"\n" in joined or b"\r" in joined:
        rows = [row.translate(_SPACED) for row in rows]
    return rows if is_utf8(joined) else [_mended(row) for row in rows]


_SPACED = bytes.maketrans(b"\r\n", b"  ")


def _mended(data: bytes) -> bytes:
    return data.decode(errors="replace").encode()
