"""The changes of an object: it is put as a whole, in place of the version that was looked at.

A partial update (PATCH) takes no version, so that it could undo what somebody else did just then.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING

from jetway.core.errors import InvalidValue, NotUnique, Problem, UnknownRow
from jetway.sources.kinds.realtime_database.asking import NOTHING, Object
from jetway.sources.kinds.realtime_database.described import ID, Listed, Node, possible
from jetway.sources.kinds.realtime_database.reading import row_of
from jetway.sources.rest.writing import Moved

if TYPE_CHECKING:
    from collections.abc import Container

    from jetway.core.query import Changes, Insert, Row
    from jetway.core.schema import Table
    from jetway.sources.kinds.realtime_database.asking import Database
    from jetway.sources.rest.catalogue import Catalogue
    from jetway.sources.rest.session import Budget


class Changer:
    """Changes objects of one database."""

    def __init__(self, database: Database, catalogue: Catalogue[Listed]) -> None:
        self._database = database
        self._catalogue = catalogue

    def settable(self, table: str, *, new: bool) -> Container[str]:
        """All fields; the key of a new row alone."""
        columns = {column.name for column in self._catalogue.table(table).columns}
        return columns if new else columns - {ID}

    async def insert(self, table: Table, insert: Insert, budget: Budget) -> Row:
        """Make an object. Raises `NotUnique`."""
        listed, values = self._catalogue.part(table.name), insert.values
        node = _changed({}, listed, values)
        id_ = next((str(value) for column, value in values if column.name == ID and value is not None), None)
        if id_ is None:
            id_ = await self._database.push(listed.path, node, budget)
            return row_of(listed, table, id_, node)
        if not possible(id_):
            raise _wrong("id", "takes up to 768 bytes without . $ # [ ] and /")
        try:
            stored = await self._database.put(f"{listed.path}/{id_}", node, NOTHING, budget)
        except Moved:
            taken = Problem(f"/{ID}", NotUnique.code, "is taken")
            raise NotUnique("There is a row of that id already. Choose another.", problems=(taken,)) from None
        return row_of(listed, table, id_, stored)

    async def update(self, table: Table, record: object, values: Changes, budget: Budget) -> Row:
        """Set those fields, in an object that is still as it was found. Raises `Moved`."""
        listed = self._catalogue.part(table.name)
        found = await self._versioned(record, budget)
        node = _changed(found.node, listed, values)
        stored = await self._database.put(found.path, node, found.etag, budget)
        return row_of(listed, table, found.path.rpartition("/")[2], stored)

    async def delete(self, table: Table, record: object, budget: Budget) -> None:  # noqa: ARG002 - as all do
        """Delete an object that is still as it was found. Raises `Moved`."""
        found = await self._versioned(record, budget)
        await self._database.delete(found.path, found.etag, budget)

    async def _versioned(self, record: object, budget: Budget) -> Object:
        """The object with its version, which lists do not tell."""
        assert isinstance(record, Object)
        if record.etag:
            return record
        now = await self._database.one(record.path, budget)
        if not now.node:
            raise UnknownRow("There is no such row.")
        if now.node != record.node:
            raise Moved("The row is another since.")
        return now


def _changed(node: Node, listed: Listed, values: Changes) -> Node:
    """The object with the values in it. Raises `InvalidValue` where nothing would be left of it."""
    made = deepcopy(node)
    for column, value in values:
        if column.name == ID:
            continue
        place, path = made, listed.fields[column.name]
        for name in path[:-1]:
            inner = place.get(name)
            place[name] = place = inner if isinstance(inner, dict) else {}
        place[path[-1]] = _plain(value)
    if not _holds(made):
        raise _wrong(values[0][0].name if values else ID, "is needed: a row without any value is not kept")
    return made


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


def _holds(value: object) -> bool:
    """Whether the database would keep anything of it: it knows no nothing, and no empty object."""
    match value:
        case dict():
            return any(_holds(item) for item in value.values())
        case list():
            return any(_holds(item) for item in value)
        case _:
            return value is not None


def _wrong(name: str, why: str) -> InvalidValue:
    return InvalidValue(f"{name} {why}.", problems=(Problem(f"/{name}", InvalidValue.code, why),))
