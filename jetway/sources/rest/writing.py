"""One change of one row of an app. There is no transaction: what can be known before is looked at before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from jetway.core.errors import Failure, InvalidReference, Retry, UnknownRow
from jetway.core.query import Delete, Insert, Read, Row, Update
from jetway.sources.rest.foreseen import (
    noted,
    ready,
    refused,
    require_check,
    require_expected,
    require_settable,
    told_row,
    written,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Container

    from jetway.core.audit import Event, Trail
    from jetway.core.query import Changes
    from jetway.core.schema import Table
    from jetway.sources.keeping import TakesEvents
    from jetway.sources.rest.session import Budget

Made = TypeVar("Made")

ATTEMPTS = 3
"""How often a change is tried where somebody else changed the row in between."""


class Moved(Failure):
    """The row is not any more as it was looked at just before. Never told: it is looked at again."""


class Finds(Protocol):
    """What a `Writer` looks at rows with."""

    def table(self, name: str) -> Table:
        """The whole table, whatever a role sees of it."""
        ...

    def found(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """The records of `read`, and all columns of each."""
        ...


class Makes(Protocol):
    """How an app makes one change. A row comes back as it is then, all its columns."""

    def settable(self, table: str, *, new: bool) -> Container[str]:
        """The columns that a new row takes a value for, or a change of one."""
        ...

    async def insert(self, table: Table, insert: Insert, budget: Budget) -> Row:
        """Make a row of `table`, which is the whole one."""
        ...

    async def update(self, table: Table, record: object, values: Changes, budget: Budget) -> Row:
        """Change the row of `record`, as it was found. Raises `Moved` where it is another since."""
        ...

    async def delete(self, table: Table, record: object, budget: Budget) -> None:
        """Delete the row of `record`, as it was found. Raises `Moved` where it is another since."""
        ...


class Writer:
    """Changes rows of one app, and has each change noted by `keeper`. `budget`: of one change."""

    def __init__(self, finds: Finds, makes: Makes, budget: Callable[[], Budget]) -> None:
        self._finds = finds
        self._makes = makes
        self._budget = budget
        self.keeper: TakesEvents | None = None

    async def write(self, write: Insert | Update | Delete, trail: Trail | None) -> Row:
        """The row as it is then; `{}` for a deletion. Raises `Retry` where others change it all the time."""
        budget = self._budget()
        for _ in range(ATTEMPTS):
            try:
                match write:
                    case Insert():
                        return await self._insert(write, trail, budget)
                    case Update():
                        return await self._update(write, trail, budget)
                    case Delete():
                        return await self._delete(write, trail, budget)
            except Moved:
                continue
        raise Retry("Somebody else changes the row right now. Try again in a moment.")

    async def _insert(self, insert: Insert, trail: Trail | None, budget: Budget) -> Row:
        """Noted when it is done: it has no key before."""
        table = self._finds.table(insert.table.name)
        require_settable(insert.values, self._makes.settable(table.name, new=True))
        await self._require_references(insert, budget)
        require_check(insert.check, dict.fromkeys(column.name for column in table.columns), insert.values)
        raw = await self._makes.insert(table, insert, budget)
        if trail is not None and self.keeper is not None:
            secret = trail.secret(insert.table.name, [column for column, _ in insert.values])
            await self.keeper.note([trail.created(insert.table, written(trail, insert.table, raw), secret)])
        return told_row(insert.returning, raw)

    async def _update(self, update: Update, trail: Trail | None, budget: Budget) -> Row:
        table = self._finds.table(update.table.name)
        require_settable(update.values, self._makes.settable(table.name, new=False))
        await self._require_references(update, budget)
        record, before = await self._current(update, budget)
        require_check(update.check, before, update.values)
        if not update.values:
            return told_row(update.returning, before)
        event = None
        if trail is not None:
            writable = {column.name for column in trail.columns(update.table.name)}
            after = {name: value for name, value in ready(update.values).items() if name in writable}
            was = {name: before[name] for name in (*table.key, *after)}
            event = trail.updated(update.table, was, after)
        raw = await self._noted(event, partial(self._makes.update, table, record, update.values, budget))
        return told_row(update.returning, raw)

    async def _delete(self, delete: Delete, trail: Trail | None, budget: Budget) -> Row:
        table = self._finds.table(delete.table.name)
        record, before = await self._current(delete, budget)
        event = None
        if trail is not None:
            key = {name: before[name] for name in table.key}
            event = trail.deleted(delete.table, {**key, **written(trail, delete.table, before)})
        await self._noted(event, partial(self._makes.delete, table, record, budget))
        return {}

    async def _current(self, write: Update | Delete, budget: Budget) -> tuple[object, Row]:
        """The record as it is, and its row. Raises `UnknownRow`, and where it is not as it was seen."""
        table = self._finds.table(write.table.name)
        read = Read(table, table.columns, write.where, limit=1)
        async for record, raw in self._finds.found(read, budget):
            if write.expected is not None:
                require_expected(write.expected, raw)
            return record, raw
        raise UnknownRow(f"{write.table.name} has no such row.")

    async def _require_references(self, write: Insert | Update, budget: Budget) -> None:
        for one in write.references:
            read = Read(one.table, one.table.key_columns, one.where, limit=1)
            if not [row async for row in self._finds.found(read, budget)]:
                raise refused(InvalidReference, one.columns, "points at no row that you may see")

    async def _noted(self, event: Event | None, change: Callable[[], Awaitable[Made]]) -> Made:
        async with noted(self.keeper, event):
            return await change()
