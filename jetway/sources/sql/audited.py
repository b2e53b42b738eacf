"""A database that keeps the audit of its changes: in the same transaction, or elsewhere, just before."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.audit import Action, Event
from jetway.sources.sql import document
from jetway.sources.sql.chain import Chain, Notes, audit_table, details_text
from jetway.sources.sql.connected import Connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jetway.core.audit import Head, Trail
    from jetway.core.query import Write
    from jetway.core.schema import Table
    from jetway.sources.keeping import TakesEvents
    from jetway.sources.sql.session import Session


class Audited(Connected):
    """Adds to a chain what is done to its rows, where somebody says who does it."""

    _keeper: TakesEvents | None = None

    @property
    def audit_table(self) -> Table:
        """The lines of the audit, to be read like the rows of any table."""
        return audit_table(self._engine.audit)

    @property
    def _chain(self) -> Chain:
        return Chain(self._engine.audit, self._engine.grammar)

    async def make_audit(self) -> None:
        """Make what the audit is kept in, where it is not there yet."""
        async with self._writers_session() as session:
            with self._told():
                await self._chain.make(session)
                await session.commit()

    def audit_in(self, keeper: TakesEvents) -> None:
        """Keep the audit there from now on."""
        self._keeper = keeper

    async def note(self, events: Sequence[Event]) -> None:
        """Add events that are no changes of rows here."""
        await self._add_texts([(event, details_text(event.details)) for event in events])

    async def audit_head(self) -> Head:
        """Where the chain ends and begins."""
        with self._told():
            async with self._pool.session() as session:
                return await self._chain.head(session)

    async def forget_audit(self, before: str, most: int) -> int:
        """Let go of lines older than `before`, of `most` at once; how many those were."""
        async with self._writers_session() as session:
            with self._told():
                gone = await self._chain.forget(session, before, most)
                await session.commit()
        return gone

    async def _add_texts(self, events: Sequence[tuple[Event, str]]) -> None:
        async with self._writers_session() as session:
            with self._told():
                await self._chain.add(session, events)
                await session.commit()

    @asynccontextmanager
    async def _noting(self, session: Session, trail: Trail | None) -> AsyncIterator[Notes | None]:
        """What collects the events of the transaction.

        A keeper elsewhere has them before they are kept here, and is told where they are not after all.
        """
        if trail is None:
            yield None
            return
        keeper = self._keeper

        async def add(events: Sequence[tuple[Event, str]]) -> None:
            if keeper is None:
                await self._chain.add(session, events)
            else:
                await keeper.note([replace(event, details=document.read(text)) for event, text in events])

        notes = Notes(trail, add)
        try:
            yield notes
        finally:
            if keeper is not None and notes.added and not notes.committed:
                await keeper.note([Event(trail.author, Action.UNDONE, details={"events": notes.added})])

    async def _commit(self, session: Session, notes: Notes | None, write: Write | None = None) -> None:
        """Write what waits as the last thing, so that the chain is locked for a moment only; then commit."""
        with self._told(write):
            if notes is not None:
                await notes.write()
            await session.commit()
            if notes is not None:
                notes.committed = True
