"""One change of one row of an app. There is no transaction: what can be known before is looked at before."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from jetway.core.errors import (
    InvalidReference,
    InvalidValue,
    UnknownRow,
)
from jetway.core.query import Delete, Insert, Read, Row, Update
from jetway.sources.rest.foreseen import (
    noted,
    ready,
    refused,
    require_check,
    require_expected,
    told_row,
    written,
)
from jetway.sources.rest.record import at
from jetway.sources.rest.request import changing

if TYPE_CHECKING:
    from collections.abc import Container

    from jetway.core.audit import Event, Trail
    from jetway.core.query import Changes
    from jetway.core.schema import Schema, Table
    from jetway.sources import TakesEvents
    from jetway.sources.rest.reading import Reader
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.session import Budget, Session
    from jetway.sources.rest.spec import Changing, Connector


class Writer:
    """Changes rows of one app, and has each change noted by `keeper`."""

    def __init__(self, connector: Connector, schema: Schema, session: Session, reader: Reader) -> None:
        self._connector = connector
        self._schema = schema
        self._session = session
        self._reader = reader
        self.keeper: TakesEvents | None = None

    async def write(self, write: Insert | Update | Delete, trail: Trail | None) -> Row:
        """The row as it is then; `{}` for a deletion."""
        budget = self._session.budget()
        match write:
            case Insert():
                return await self._insert(write, trail, budget)
            case Update():
                return await self._update(write, trail, budget)
            case Delete():
                return await self._delete(write, trail, budget)

    async def _insert(self, insert: Insert, trail: Trail | None, budget: Budget) -> Row:
        """Noted when it is done: it has no key before."""
        spec = self._connector.collections[insert.table.name]
        assert spec.create is not None
        _require_settable(insert.values, {name for name, one in spec.columns.items() if one.create})
        await self._require_references(insert, budget)
        require_check(insert.check, dict.fromkeys(spec.columns), insert.values)
        call = changing(spec, spec.create, insert.values, once=str(uuid.uuid4()))
        raw = self._stored(insert.table, spec.create, (await self._session.ask(call, budget)).body)
        if trail is not None and self.keeper is not None:
            secret = trail.secret(insert.table.name, [column for column, _ in insert.values])
            await self.keeper.note([trail.created(insert.table, written(trail, insert.table, raw), secret)])
        return told_row(insert.returning, raw)

    async def _update(self, update: Update, trail: Trail | None, budget: Budget) -> Row:
        spec = self._connector.collections[update.table.name]
        assert spec.update is not None
        _require_settable(update.values, {name for name, one in spec.columns.items() if one.update})
        await self._require_references(update, budget)
        before = await self._current(update, budget)
        require_check(update.check, before, update.values)
        if not update.values:
            return told_row(update.returning, before)
        event = None
        if trail is not None:
            after = ready(update.values)
            was = {name: before[name] for name in (spec.key, *after)}
            event = trail.updated(update.table, was, after)
        call = changing(spec, spec.update, update.values, before[spec.key], str(uuid.uuid4()))
        body = await self._noted(event, call, budget)
        return told_row(update.returning, self._stored(update.table, spec.update, body))

    async def _delete(self, delete: Delete, trail: Trail | None, budget: Budget) -> Row:
        spec = self._connector.collections[delete.table.name]
        assert spec.delete is not None
        before = await self._current(delete, budget)
        event = None
        if trail is not None:
            was = {spec.key: before[spec.key], **written(trail, delete.table, before)}
            event = trail.deleted(delete.table, was)
        await self._noted(event, changing(spec, spec.delete, (), before[spec.key], str(uuid.uuid4())), budget)
        return {}

    async def _current(self, write: Update | Delete, budget: Budget) -> Row:
        """The whole row as it is. Raises `UnknownRow`, and where it is not as it was seen."""
        table = self._schema.tables[write.table.name]
        read = Read(table, table.columns, write.where, limit=1)
        async for _, raw in self._reader.found(read, budget):
            if write.expected is not None:
                require_expected(write.expected, raw)
            return raw
        raise UnknownRow(f"{write.table.name} has no such row.")

    async def _require_references(self, write: Insert | Update, budget: Budget) -> None:
        for one in write.references:
            read = Read(one.table, one.table.key_columns, one.where, limit=1)
            if not [row async for row in self._reader.found(read, budget)]:
                raise refused(InvalidReference, one.columns, "points at no row that you may see")

    async def _noted(self, event: Event | None, call: Call, budget: Budget) -> object:
        async with noted(self.keeper, event):
            return (await self._session.ask(call, budget)).body

    def _stored(self, table: Table, way: Changing, body: object) -> Row:
        return self._reader.raw[table.name](at(body, way.record))


def _require_settable(changes: Changes, settable: Container[str]) -> None:
    """An app may take a value for a new row and not for one that is there, or the other way around."""
    wrong = [column.name for column, _ in changes if column.name not in settable]
    if wrong:
        raise refused(InvalidValue, wrong, "cannot be set by this change")
