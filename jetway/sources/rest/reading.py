"""Rows of an app, page by page, looked at again here.

What the app lets through may be too much, and never too little.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import anyio

from jetway.core import values
from jetway.core.errors import AppChanged, NotFilterable, UnknownRow
from jetway.core.expr import FALSE, TRUE, Compare, leaves
from jetway.core.finish import matches
from jetway.core.query import Sort
from jetway.core.told import told
from jetway.sources.rest.paging import cut_at, first, following, page_of
from jetway.sources.rest.record import at, record_reader
from jetway.sources.rest.request import conjuncts, getting, keys_of, listing, way_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from jetway.core.expr import Exists, Measured, Predicate
    from jetway.core.query import Expand, Read, Row
    from jetway.core.schema import Column, Schema, Table
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.session import Budget, Session
    from jetway.sources.rest.spec import Collection, Connector

AT_ONCE = 8
"""So many single rows are asked for side by side."""

MANY = 1000
"""A page of a read without limit is as large as the app makes it."""


class Reader:
    """Reads the rows of one app."""

    def __init__(self, connector: Connector, schema: Schema, session: Session) -> None:
        self._connector = connector
        self._schema = schema
        self._session = session
        self.raw = {name: record_reader(connector, table) for name, table in schema.tables.items()}
        """What makes a row of a record, with all its columns, by table."""

    async def describe(self) -> Schema:
        """What the description says; the app is not asked."""
        return self._schema

    def table(self, name: str) -> Table:
        """The whole table, whatever a role sees of it."""
        return self._schema.tables[name]

    async def rows(self, read: Read, budget: Budget) -> AsyncIterator[Row]:
        """The rows of `read`, as they are told."""
        async for record, raw in self.found(read, budget):
            row = {column.name: told(column, raw[column.name]) for column in read.columns}
            yield row | {
                one.relation.name: self._expanded(read.table.name, record, one) for one in read.expand
            }

    async def found(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """The records of `read` and all columns of each."""
        require_comparable(read)
        async for one in sliced(self._matching(read, budget), read):
            yield one

    async def total(self, read: Read, budget: Budget) -> int | None:
        """How many rows the app says there are; `None` where it says nothing, or not of exactly these."""
        spec = self._connector.collections[read.table.name]
        if not spec.list.total or read.limit is not None or read.where != TRUE:
            return None
        call = first(listing(self._connector, read), spec.list.paging, 1)
        number = at((await self._session.ask(call, budget)).body, spec.list.total)
        if not isinstance(number, int) or isinstance(number, bool):
            raise AppChanged("The app sent no total. Its description is out of date.")
        return number

    async def _matching(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        if read.where == FALSE:
            return
        spec = self._connector.collections[read.table.name]
        keys = keys_of(spec, read.where)
        if keys is not None:
            singles = self._rows_of(read, await self._singles(read, keys, budget))
            for found in _in_order(read, self._schema.tables[read.table.name], list(singles)):
                yield found
            return
        async for records in self._pages(read, budget):
            for found in self._rows_of(read, records):
                yield found

    def _rows_of(self, read: Read, records: Iterable[object]) -> Iterator[tuple[object, Row]]:
        read_record = self.raw[read.table.name]
        for record in records:
            raw = read_record(record)
            if matches(read.where, raw):
                yield record, raw

    async def _pages(self, read: Read, budget: Budget) -> AsyncIterator[Iterable[object]]:
        """The records of the list, page by page."""
        way = way_of(self._connector.collections[read.table.name], read)
        call = listing(self._connector, read)
        wanted = MANY if read.limit is None or looked_for(read.where) else read.offset + read.limit
        asked: Call | None = first(call, way.paging, wanted)
        page = None
        while asked is not None:
            page = page_of(way, *await self._listed(asked, budget), page)
            if page.before + len(page.records) > budget.bounds.rows:
                raise NotFilterable(
                    f"This needs a look at more than {budget.bounds.rows} rows. Narrow the filter."
                )
            yield page.records
            behind = replace(call, params=asked.params, fields=asked.fields)
            asked = following(behind, way.paging, page)
            if most := cut_at(way, page, asked):
                title = self._session.title
                raise NotFilterable(f"{title} lists {most} rows of those it finds. Narrow the filter.")

    async def _listed(self, call: Call, budget: Budget) -> tuple[object, str]:
        try:
            heard = await self._session.ask(call, budget)
        except UnknownRow:
            raise AppChanged(
                f"{self._session.title} has no such list. Its description is out of date."
            ) from None
        return heard.body, heard.link

    async def _singles(self, read: Read, keys: list[object], budget: Budget) -> list[object]:
        """The records of some keys, all asked for at once."""
        spec = self._connector.collections[read.table.name]
        found: dict[object, object] = {}
        turns = anyio.CapacityLimiter(AT_ONCE)

        async def get(key: object) -> None:
            async with turns:
                record = await self._single(spec, read, key, budget)
            if record is not None:
                found[key] = record

        most = min(budget.bounds.requests, MANY)
        if len(keys) > most:
            raise NotFilterable(
                f"{self._session.title} gives {most} rows by their keys at once, and no more."
            )
        try:
            async with anyio.create_task_group() as tasks:
                for key in keys:
                    tasks.start_soon(get, key)
        except ExceptionGroup as group:
            raise first_of(group) from None
        return [found[key] for key in keys if key in found]

    async def _single(self, spec: Collection, read: Read, key: object, budget: Budget) -> object | None:
        assert spec.get is not None
        try:
            heard = await self._session.ask(getting(self._connector, read, key), budget)
        except UnknownRow:
            return None
        record = at(heard.body, spec.get.record)
        gone = bool(spec.gone and at(record, spec.gone))
        elsewhere = any(at(record, path) != text for path, text in spec.get.within.items())
        return None if gone or elsewhere else record

    def _expanded(self, table: str, record: object, expand: Expand) -> Row | None:
        """The row that a reference of `record` leads to; `None` where there is none that may be seen."""
        spec = self._connector.collections[table]
        [name] = expand.relation.columns
        target = self._connector.collections[expand.table.name]
        there = at(record, spec.columns[name].path or name)
        if there is None or (target.gone and at(there, target.gone)):
            return None
        raw = self.raw[expand.table.name](there)
        if not matches(expand.where, raw):
            return None
        row = {column.name: told(column, raw[column.name]) for column in expand.columns}
        inner = {one.relation.name: self._expanded(expand.table.name, there, one) for one in expand.expand}
        return row | inner


async def sliced(found: AsyncIterator[tuple[object, Row]], read: Read) -> AsyncIterator[tuple[object, Row]]:
    """Of what was found, the page that `read` asks for; no more is looked for than that."""
    left_out, wanted = read.offset, read.limit
    async for one in found:
        if left_out:
            left_out -= 1
            continue
        if wanted == 0:
            return
        yield one
        if wanted is not None:
            wanted -= 1
            if not wanted:
                return


def looked_for(where: Predicate) -> bool:
    """Whether the app may list rows that `where` does not want: a small page might then hold none."""
    compared = list(conjuncts(where))
    return len(compared) < len(list(leaves(where))) or any(one.op not in one.column.ops for one in compared)


def require_comparable(read: Read) -> None:
    """Raises `NotFilterable` for what only a database compares, or brings along."""
    _require_rows_only(read.table.name, read.where)
    for one in read.expand:
        require_comparable(replace(read, table=one.table, where=one.where, expand=one.expand))


def _require_rows_only(table: str, where: Predicate) -> None:
    found: Iterator[Compare | Exists | Measured] = leaves(where)
    if any(not isinstance(leaf, Compare) or leaf.column.part for leaf in found):
        raise NotFilterable(f"{table} cannot be filtered through a relation, or by parts of dates.")


def _in_order(read: Read, table: Table, found: list[tuple[object, Row]]) -> list[tuple[object, Row]]:
    """As the app's list would have them: a role gets its order even where it may not see the column."""
    sorts = [Sort(one.column.name, one.descending) for one in read.order] or table.natural or ()
    for sort in reversed(sorts):
        found.sort(key=partial(place, table.column(sort.column)), reverse=sort.descending)
    return found


def place(column: Column | None, found: tuple[object, Row]) -> tuple[bool, object]:
    """Where a row stands by one column, nothing first; of a record and its row."""
    assert column is not None
    value = values.sortable(column, found[1][column.name])
    return value is not None, value


def first_of(group: ExceptionGroup[Exception]) -> Exception:
    """Of failures side by side, one stands for all."""
    one = group.exceptions[0]
    return first_of(one) if isinstance(one, ExceptionGroup) else one
