"""A source on a fake of its app, and short ways to read and change its rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from jetway.core.expr import TRUE, And, Compare, Op
from jetway.core.query import Delete, Insert, Order, Read, Update
from jetway.core.schema import Schema
from jetway.core.secret import Secret
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect
from jetway.sources.rest.session import Pace
from jetway.sources.rest.source import RestSource
from tests.canaries import canary
from tests.fakes.app import App, app

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
KEY = Secret(canary("app"))


@dataclass
class Connected:
    """A source, and the app that it asks. What was asked for the description is forgotten."""

    fake: Any
    source: RestSource
    schema: Schema

    def compare(self, path: str, op: Op, value: object) -> Compare:
        table, _, name = path.partition(".")
        return Compare(self.schema.tables[table].column(name), op, value)

    async def rows(self, name: str, *where: Compare, **more: Any) -> list[dict]:
        table = self.schema.tables[name]
        read = Read(table, table.columns, And(where) if where else TRUE, **more)
        return [dict(row) async for row in self.source.read(read)]

    def order(self, name: str, column: str, *, descending: bool) -> tuple[Order, ...]:
        return (Order(self.schema.tables[name].column(column), descending),)

    async def insert(self, name: str, /, **values: object) -> dict:
        table = self.schema.tables[name]
        [row] = await self.source.write([Insert(table, self._values(name, values), table.columns)])
        return dict(row)

    async def update(self, name: str, key: object, /, **values: object) -> dict:
        table = self.schema.tables[name]
        where = Compare(table.key_columns[0], Op.EQ, key)
        [row] = await self.source.write([Update(table, self._values(name, values), where, table.columns)])
        return dict(row)

    async def delete(self, name: str, key: object) -> None:
        table = self.schema.tables[name]
        await self.source.write([Delete(table, Compare(table.key_columns[0], Op.EQ, key))])

    def _values(self, name: str, values: dict[str, object]) -> tuple:
        table = self.schema.tables[name]
        return tuple((table.column(column), value) for column, value in values.items())


@asynccontextmanager
async def connected(kind: str, given: Any, fake: App) -> AsyncIterator[Connected]:
    async with app(fake), opened(kind, given, fake) as made:
        yield made


@asynccontextmanager
async def opened(kind: str, given: Any, fake: Any) -> AsyncIterator[Connected]:
    """`given`: from the fake's address to the options. The fake takes as many requests as there are."""
    source = await connect(kind, given(fake.address), LOCAL)
    session = source._session if isinstance(source, RestSource) else source._rows.client._session
    session._pace = Pace(1000)
    schema = await source.describe()
    fake.asked.clear()
    try:
        yield Connected(fake, source, schema)
    finally:
        await source.close()
