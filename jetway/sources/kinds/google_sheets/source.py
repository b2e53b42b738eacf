"""A spreadsheet as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread

from jetway.core.errors import SchemaChanged
from jetway.sources.kinds.google_sheets.reading import rows_of, sums_of, tables_of
from jetway.sources.kinds.google_sheets.writing import Writer
from jetway.sources.rest.one_by_one import OneByOne

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from jetway.core.query import Aggregate, Read, Row
    from jetway.core.schema import Schema
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.rows import Line, Rows


class SheetsSource(OneByOne):
    """The sheets of one spreadsheet."""

    def __init__(self, description: Description, rows: Rows) -> None:
        super().__init__("Google Sheets", Writer(description, rows))
        self._description = description
        self._rows = rows

    @property
    def read_s(self) -> float:
        """How long Google may be asked for one read."""
        return self._rows.client.budget().bounds.seconds

    async def describe(self) -> Schema:
        """Every sheet that has a header."""
        return await self._description.schema()

    async def read(self, read: Read) -> AsyncIterator[Row]:
        """Rows, of sheets as they were a few seconds ago at most."""
        lines = await self._lines(tables_of(read))
        for row in await to_thread.run_sync(rows_of, read, lines):
            yield row

    async def aggregate(self, aggregate: Aggregate) -> AsyncIterator[Row]:
        """Numbers over rows."""
        name = aggregate.table.name
        lines = await self._lines({name})
        for row in await to_thread.run_sync(sums_of, aggregate, lines[name]):
            yield row

    def mark_with(self, key: bytes) -> None:
        """Make the marks of rows with a key of the host."""
        self._rows.mark_with(key)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._rows.client.close()

    async def _lines(self, tables: Collection[str]) -> dict[str, Sequence[Line]]:
        budget = self._rows.client.budget()
        try:
            return {
                name: await self._rows.of(await self._description.layout(name), budget) for name in tables
            }
        except SchemaChanged:
            self._description.forget()
            raise
