"""Rows of Firestore: pages of documents behind one another, looked at again here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jetway.core.errors import AppRefused, NotFilterable, UpstreamTooLarge
from jetway.core.expr import FALSE
from jetway.core.finish import matches
from jetway.sources.kinds.firestore.described import CREATED, ID, UPDATED
from jetway.sources.kinds.firestore.query import queries
from jetway.sources.kinds.firestore.value import at, moment, path_of, plain
from jetway.sources.rest.catalogue import CatalogueReader
from jetway.sources.rest.failure import IndexMissing
from jetway.sources.rest.reading import MANY, place
from jetway.sources.rest.request import wanted_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from jetway.core.query import Order, Read, Row
    from jetway.core.schema import Table
    from jetway.sources.kinds.firestore.asking import Database
    from jetway.sources.kinds.firestore.described import Collection
    from jetway.sources.kinds.firestore.query import Asked, Document
    from jetway.sources.rest.catalogue import Catalogue
    from jetway.sources.rest.session import Budget

PAGE = 300
MOST_ROWS = 10_000


class Reader(CatalogueReader["Collection"]):
    """Reads the rows of one database."""

    def __init__(self, database: Database, catalogue: Catalogue[Collection]) -> None:
        super().__init__(catalogue)
        self._database = database

    async def total(self, read: Read, budget: Budget) -> int | None:
        """How many there are, where Firestore compares all that is asked."""
        asked = next(queries(self._catalogue.part(read.table.name), read))
        if read.where == FALSE or not asked.exact:
            return None
        try:
            return await self._database.number(asked, read.limit, budget)
        except IndexMissing:
            return None

    async def _matching(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        if read.where == FALSE:
            return
        collection = self._catalogue.part(read.table.name)
        if (ids := wanted_of(ID, read.where)) is not None:
            documents = await self._database.by_id(collection, list(map(str, ids)), budget)
            for one in in_order(list(self._let_through(read, documents)), read.order):
                yield one
            return
        for asked in queries(collection, read):
            try:
                async for one in self._by(asked, read, budget):
                    yield one
            except IndexMissing:  # of the first page: nothing was told yet
                continue
            return
        raise AppRefused("Firestore does not answer this, whichever way it is asked. Narrow the filter.")

    async def _by(self, asked: Asked, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        if asked.sorted and not (read.order and asked.leaves_out and await self._leaves_out(asked, budget)):
            async for one in self._paged(asked, read, budget):
                yield one
        else:
            for one in await self._sorted_here(asked, read, budget):
                yield one

    async def _leaves_out(self, asked: Asked, budget: Budget) -> bool:
        """Whether there are documents without the field that Firestore would order by."""
        all_of_them = await self._database.number(asked.unordered, None, budget)
        return all_of_them > await self._database.number(asked, None, budget)

    async def _sorted_here(self, asked: Asked, read: Read, budget: Budget) -> list[tuple[object, Row]]:
        """All of them, put in order here. Raises `NotFilterable` where those are too many."""
        try:
            found = [one async for one in self._paged(asked.unordered, read, budget)]
        except NotFilterable:
            name = read.order[0].column.name
            raise NotFilterable(
                f"Firestore cannot sort this by {name}: it leaves out rows without a value or lacks an index "
                "(whose address is then in the bridge's log). There are too many rows to sort them here. "
                f"Narrow the filter, at least to rows where {name} is not null."
            ) from None
        return in_order(found, read.order)

    async def _paged(self, asked: Asked, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """Page behind page, each of which begins behind the last document of the one before."""
        wanted = MANY if read.limit is None else read.offset + read.limit
        size, after, seen = max(1, min(PAGE, wanted)), None, 0
        most = budget.bounds.rows if asked.sorted else MOST_ROWS
        while True:
            try:
                documents = await self._database.documents(asked, size, after, budget)
            except UpstreamTooLarge:
                if size == 1:
                    raise
                size = max(1, size // 10)
                continue
            for one in self._let_through(read, documents):
                yield one
            seen += len(documents)
            if len(documents) < size:
                return
            if seen >= most:
                raise NotFilterable(f"This needs a look at more than {most} rows. Narrow the filter.")
            after = documents[-1]

    def _let_through(self, read: Read, documents: Iterable[Document]) -> Iterator[tuple[object, Row]]:
        collection = self._catalogue.part(read.table.name)
        for document in documents:
            raw = row_of(collection, self.table(read.table.name), document)
            if matches(read.where, raw):
                yield document, raw


def row_of(collection: Collection, table: Table, document: Document) -> Row:
    """All columns of a document."""
    path = path_of(document["name"])
    row: dict[str, object] = {ID: path if collection.group else path.rpartition("/")[2]}
    for name, where in collection.fields.items():
        value = at(document["fields"], where)
        row[name] = None if value is None else plain(value)
    row |= {CREATED: moment(document["createTime"]), UPDATED: moment(document["updateTime"])}
    return {column.name: row[column.name] for column in table.columns}


def in_order(found: list[tuple[object, Row]], order: Sequence[Order]) -> list[tuple[object, Row]]:
    """As Firestore orders: those of equal values by their ids, in the same direction."""
    found.sort(key=lambda one: str(one[1][ID]), reverse=bool(order) and order[-1].descending)
    for item in reversed(order):
        found.sort(key=partial(place, item.column), reverse=item.descending)
    return found
