"""The changes of rows that an app's description tells how to make."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from jetway.sources.rest.record import at
from jetway.sources.rest.request import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from jetway.core.query import Changes, Row
    from jetway.core.schema import Table
    from jetway.sources.rest.session import Budget, Session
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

    async def insert(self, table: Table, values: Changes, budget: Budget) -> Row:
        """Make a record."""
        spec = self._connector.collections[table.name]
        assert spec.create is not None
        call = changing(spec, spec.create, values, once=str(uuid.uuid4()))
        return self._stored(table, spec.create, (await self._session.ask(call, budget)).body)

    async def update(self, table: Table, record: object, values: Changes, budget: Budget) -> Row:
        """Change it, whatever it has become since it was found: an app has no means to tell."""
        spec = self._connector.collections[table.name]
        assert spec.update is not None
        call = changing(spec, spec.update, values, self._raw[table.name](record)[spec.key], str(uuid.uuid4()))
        return self._stored(table, spec.update, (await self._session.ask(call, budget)).body)

    async def delete(self, table: Table, record: object, budget: Budget) -> None:
        """Delete it."""
        spec = self._connector.collections[table.name]
        assert spec.delete is not None
        call = changing(spec, spec.delete, (), self._raw[table.name](record)[spec.key], str(uuid.uuid4()))
        await self._session.ask(call, budget)

    def _stored(self, table: Table, way: Changing, body: object) -> Row:
        return self._raw[table.name](at(body, way.record))
