"""Rows of a Realtime Database: by one query, or page behind page by their keys; looked at again here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import NotFilterable
from jetway.core.expr import FALSE
from jetway.core.finish import matches
from jetway.sources.kinds.realtime_database.asking import Object
from jetway.sources.kinds.realtime_database.described import ID, Listed, Node, objects, possible, table
from jetway.sources.kinds.realtime_database.query import in_order, query_of
from jetway.sources.rest.catalogue import BOUNDS, CatalogueReader, looked_at
from jetway.sources.rest.failure import IndexMissing
from jetway.sources.rest.reading import MANY
from jetway.sources.rest.request import wanted_of
from jetway.sources.rest.sampled import SAMPLE
from jetway.sources.rest.session import Budget

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from jetway.core.query import Read, Row
    from jetway.core.schema import Table
    from jetway.sources.kinds.realtime_database.asking import Database
    from jetway.sources.kinds.realtime_database.query import Asked
    from jetway.sources.rest.catalogue import Catalogue

PAGE = 500
MOST_ROWS = 10_000
MOST_IDS = 30


class Reader(CatalogueReader["Listed"]):
    """Reads the rows of one database."""

    def __init__(self, database: Database, catalogue: Catalogue[Listed]) -> None:
        super().__init__(catalogue)
        self._database = database

    async def total(self, read: Read, budget: Budget) -> int | None:  # noqa: ARG002 - as all do
        """The database does not count."""
        return None

    async def _matching(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        if read.where == FALSE:
            return
        listed = self._catalogue.part(read.table.name)
        if (ids := wanted_of(ID, read.where)) is not None:
            for one in in_order(await self._by_key(listed, read, list(map(str, ids)), budget), read.order):
                yield one
        elif (asked := query_of(listed, read)) is not None:
            for one in await self._queried(asked, read, budget):
                yield one
        elif read.order:
            for one in in_order([one async for one in self._paged(listed, read, budget)], read.order):
                yield one
        else:
            async for one in self._paged(listed, read, budget):
                yield one

    async def _queried(self, asked: Asked, read: Read, budget: Budget) -> list[tuple[object, Row]]:
        wanted = MANY if read.limit is None else read.offset + read.limit
        whole = not asked.exact or read.limit is None
        try:
            nodes = await self._database.found(asked, MOST_ROWS + 1 if whole else max(1, wanted), budget)
        except IndexMissing:
            every = [one async for one in self._paged(asked.listed, read, budget)]
            return in_order(every, read.order)
        if whole:
            _require_few(len(nodes), MOST_ROWS)
        return in_order(self._let_through(asked.listed, read, nodes), read.order)

    async def _by_key(
        self, listed: Listed, read: Read, ids: Sequence[str], budget: Budget
    ) -> list[tuple[object, Row]]:
        found: list[tuple[object, Row]] = []
        most = MANY if read.lasting else MOST_IDS
        if len(ids) > most:
            raise NotFilterable(f"A Realtime Database gives {most} rows by their keys at once, no more.")
        for id_ in filter(possible, ids):
            one = await self._database.one(f"{listed.path}/{id_}", budget)
            raw = row_of(listed, self.table(listed.name), id_, one.node)
            if one.node and matches(read.where, raw):
                found.append((one, raw))
        return found

    async def _paged(self, listed: Listed, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """Page behind page, by the keys."""
        wanted = MANY if read.limit is None else read.offset + read.limit
        after, seen = None, 0
        while True:
            nodes, after = await self._database.page(listed.path, max(1, min(PAGE, wanted)), after, budget)
            for one in in_order(self._let_through(listed, read, objects(nodes)), ()):
                yield one
            seen += len(nodes)
            if after is None:
                return
            _require_few(seen, MOST_ROWS if read.order else budget.bounds.rows)

    def _let_through(
        self, listed: Listed, read: Read, nodes: Mapping[str, Node]
    ) -> Iterator[tuple[object, Row]]:
        for key, node in nodes.items():
            raw = row_of(listed, self.table(listed.name), key, node)
            if matches(read.where, raw):
                yield Object(f"{listed.path}/{key}", node), raw


async def look(database: Database, named: Sequence[Listed]) -> list[tuple[Listed, Table]]:
    """The lists at the root, and those that people `named`: nodes whose children are objects."""
    budget = Budget(BOUNDS)
    keys = await database.keys("", budget)

    async def sampled(listed: Listed) -> tuple[Listed, Table] | None:
        nodes, _ = await database.page(listed.path, SAMPLE, None, budget)
        rows = objects(nodes)
        return table(listed, list(rows.values())) if rows or listed in named else None

    return await looked_at((*map(Listed, keys), *named), sampled)


def row_of(listed: Listed, table: Table, key: str, node: Node) -> Row:
    """All columns of an object."""
    return {
        column.name: key if column.name == ID else at(node, listed.fields[column.name])
        for column in table.columns
    }


def at(node: object, path: Sequence[str]) -> object:
    """What is at a path of an object, `None` where nothing is."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _require_few(number: int, most: int) -> None:
    if number > most:
        raise NotFilterable(f"This needs a look at more than {most} rows. Narrow the filter.")
