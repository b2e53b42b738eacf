"""A database whose tables and columns can be changed, one change at a time. Knows no engine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from jetway.core.errors import ConfirmationRequired
from jetway.core.structure import MOST_COUNTED, AlterColumn, DropColumn, Preview
from jetway.sources.sql.connected import Connected
from jetway.sources.sql.pool import Pool
from jetway.sources.sql.structure import in_the_way

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jetway.core.structure import Change
    from jetway.sources.sql.session import Session
    from jetway.sources.sql.structure import Alteration


class Restructured(Connected):
    """Makes changes of tables and columns, on a connection of their own, and says what they would do."""

    @cached_property
    def _changers(self) -> Pool[Session]:
        return Pool(self._engine.structure.open, 1, self._limits.wait_s)

    async def restructure(self, change: Change, *, losing: bool) -> None:
        """Make `change`, or leave everything as it was."""
        structure = self._engine.structure
        async with self._changer() as session:
            await structure.begin(session, change)
            alteration = await structure.alteration(session, change)
            if not losing and await _lost(session, alteration, most=1):
                _require_confirmation(change)
            for statement in alteration.statements:
                await session.change(statement)
            for misfits in alteration.misfits:
                if await session.fetch(f"SELECT 1 FROM {misfits} LIMIT 1"):  # noqa: S608 - quoted
                    raise in_the_way()
            await structure.finish(session)

    async def preview(self, change: Change) -> Preview:
        """What `change` would do."""
        async with self._changer() as session:
            alteration = await self._engine.structure.alteration(session, change)
            lost = await _lost(session, alteration, most=MOST_COUNTED)
        return Preview(alteration.told or alteration.statements, lost)

    async def close(self) -> None:
        """Let go of every connection."""
        await super().close()
        await self._changers.close()

    @asynccontextmanager
    async def _changer(self) -> AsyncIterator[Session]:
        """A session, with the driver's errors as failures. The pool rolls back what is not kept."""
        try:
            async with self._changers.session() as session:
                yield session
        except self._engine.errors as error:
            told = self._engine.structure.refused(error)
            raise (told or self._engine.failure(error, None, self._described.constraints)) from error


async def _lost(session: Session, alteration: Alteration, most: int) -> int:
    """How many rows or values would be lost, up to `most`."""
    if not alteration.lost:
        return 0
    found = await session.fetch(
        f"SELECT count(*) FROM (SELECT 1 FROM {alteration.lost} LIMIT {most}) AS found"  # noqa: S608 - quoted
    )
    return int(found[0][0])


def _require_confirmation(change: Change) -> None:
    assert hasattr(change, "table")
    column = change.column if isinstance(change, DropColumn | AlterColumn) else None
    name = change.table.name if column is None else column.name
    raise ConfirmationRequired(
        f"{name} holds data that would be lost or bent. Nothing was changed. Send _confirm={name} to do it "
        "all the same, or _preview=1 to see how much it is."
    )
