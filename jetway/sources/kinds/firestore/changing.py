"""The changes of a document. Each names the version that was looked at: nothing of others is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.sources.kinds.firestore.described import CREATED, ID, UPDATED
from jetway.sources.kinds.firestore.query import field_path
from jetway.sources.kinds.firestore.reading import row_of
from jetway.sources.kinds.firestore.value import at, of_kind, put, typed

if TYPE_CHECKING:
    from collections.abc import Container

    from jetway.core.query import Changes, Insert, Row
    from jetway.core.schema import Column, Table
    from jetway.sources.kinds.firestore.asking import Database
    from jetway.sources.kinds.firestore.described import Collection
    from jetway.sources.kinds.firestore.query import Document
    from jetway.sources.kinds.firestore.value import Typed
    from jetway.sources.rest.catalogue import Catalogue
    from jetway.sources.rest.session import Budget

SIMPLE = ("string", "integer", "double", "boolean", "timestamp", "bytes", "reference")


class Changer:
    """Changes documents of one database."""

    def __init__(self, database: Database, catalogue: Catalogue[Collection]) -> None:
        self._database = database
        self._catalogue = catalogue

    def settable(self, table: str, *, new: bool) -> Container[str]:
        """All but the times; the id of a new row alone."""
        columns = {column.name for column in self._catalogue.table(table).columns}
        return columns - {CREATED, UPDATED} if new else columns - {CREATED, UPDATED, ID}

    async def insert(self, table: Table, insert: Insert, budget: Budget) -> Row:
        """Make a document. Raises `NotUnique`."""
        collection = self._catalogue.part(table.name)
        fields: Document = {}
        id_ = None
        for column, value in insert.values:
            if column.name == ID:
                id_ = None if value is None else str(value)
            else:
                put(fields, collection.fields[column.name], self._typed(column, value, None))
        return row_of(collection, table, await self._database.create(collection, id_, fields, budget))

    async def update(self, table: Table, record: object, values: Changes, budget: Budget) -> Row:
        """Set those fields alone, in a document that is still as it was found. Raises `Moved`."""
        assert isinstance(record, dict)
        collection = self._catalogue.part(table.name)
        fields: Document = {}
        masked = []
        for column, value in values:
            path = collection.fields[column.name]
            put(fields, path, self._typed(column, value, at(record["fields"], path)))
            masked.append(field_path(path))
        return row_of(collection, table, await self._database.update(record, masked, fields, budget))

    async def delete(self, table: Table, record: object, budget: Budget) -> None:  # noqa: ARG002 - as all do
        """Delete a document that is still as it was found. Raises `Moved`."""
        assert isinstance(record, dict)
        await self._database.delete(record, budget)

    def _typed(self, column: Column, value: object, was: Typed | None) -> Typed:
        if value is None or column.native not in SIMPLE:
            return typed(value, was)
        return of_kind(column.native, value, self._database.root)
