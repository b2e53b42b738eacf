"""The changes of rows that an app's description tells how to make."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from jetway.core.errors import AppRefused
from jetway.core.query import Read
from jetway.sources.rest.failure import refuses
from jetway.sources.rest.record import at
from jetway.sources.rest.request import changing, getting

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from jetway.core.query import Changes, Insert, Row
    from jetway.core.schema import Table
    from jetway.sources.rest.session import Budget, Heard, Session
    from jetway.sources.rest.spec import Changing, Connector


class Changer:
    """Makes changes of one app, each with a key by which it is made once. `raw`: rows of records."""

    def __init__(
        self, connector: Connector, session: Session, raw: Mapping[str, Callable[[object], Row]]
    ) -> None:
        self._connector = connector
        self._session = session
        self._raw = raw

    def settable(self, table: str, *, new: bool) -> Container[str]:
        """As the description says."""
        columns = self._connector.collections[table].columns
        return {name for name, one in columns.items() if (one.create if new else one.update)}

    async def insert(self, table: Table, insert: Insert, budget: Budget) -> Row:
        """Make a record, under the key of whoever sends it where there is one."""
        spec = self._connector.collections[table.name]
        assert spec.create is not None
        once = insert.once or str(uuid.uuid4())
        call = changing(self._connector, table.name, spec.create, insert.values, once=once)
        return await self._stored(table, spec.create, await self._session.ask(call, budget), budget)

    async def update(self, table: Table, record: object, values: Changes, budget: Budget) -> Row:
        """Change it, whatever it has become since it was found: an app has no means to tell."""
        spec = self._connector.collections[table.name]
        assert spec.update is not None
        key = self._raw[table.name](record)[spec.key]
        call = changing(self._connector, table.name, spec.update, values, key, str(uuid.uuid4()))
        return await self._stored(table, spec.update, await self._session.ask(call, budget), budget)

    async def delete(self, table: Table, record: object, budget: Budget) -> None:
        """Delete it."""
        spec = self._connector.collections[table.name]
        assert spec.delete is not None
        key = self._raw[table.name](record)[spec.key]
        call = changing(self._connector, table.name, spec.delete, (), key, str(uuid.uuid4()))
        self._require_made(spec.delete, await self._session.ask(call, budget))

    async def _stored(self, table: Table, way: Changing, heard: Heard, budget: Budget) -> Row:
        """The row as the app answers it, or as it reads where the answer holds a part of it alone."""
        self._require_made(way, heard)
        spec, record = self._connector.collections[table.name], at(heard.body, way.record)
        if way.reread and spec.get is not None:
            key = self._raw[table.name](record)[spec.key]
            again = await self._session.ask(getting(self._connector, Read(table, ()), key), budget)
            record = at(again.body, spec.get.record)
        return self._raw[table.name](record)

    def _require_made(self, way: Changing, heard: Heard) -> None:
        """Raises `AppRefused` where the answer says that the change was not made."""
        if not way.errors or not refuses(verdict := at(heard.body, way.errors)):
            return
        quoted = self._session.quoted(at(verdict, "0.message"))
        raise AppRefused(f"{self._session.title} refused this{f': {quoted}' if quoted else ''}.")
