"""What a spreadsheet holds, as a schema: each sheet with a header is a table."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio
from anyio import to_thread

from jetway.core.errors import SchemaChanged, SheetTooLarge, UpstreamTooLarge
from jetway.core.links import link
from jetway.core.schema import Schema
from jetway.sources.kinds.google_sheets.layout import Contents, Layout, layout_of, notes_of
from jetway.sources.kinds.google_sheets.spreadsheet import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jetway.sources.kinds.google_sheets.answers import Sheet
    from jetway.sources.kinds.google_sheets.rows import Rows
    from jetway.sources.rest.session import Budget

KEPT_S = 60.0
MOST_SHEETS = 50
SAMPLED_AT_ONCE = 10


@dataclass(slots=True)
class Description:
    """The layouts of all sheets, read anew after `KEPT_S`, or once they turned out to be others.

    `keys`: the key's column by the name of the sheet.
    """

    rows: Rows
    header_row: int
    keys: Mapping[str, str]
    _schema: Schema | None = None
    _layouts: dict[str, Layout] = field(default_factory=dict)
    _read_at_s: float = 0.0
    _lock: anyio.Lock = field(default_factory=anyio.Lock)

    async def schema(self) -> Schema:
        """The schema, at most `KEPT_S` old."""
        async with self._lock:
            if self._schema is None or time.monotonic() - self._read_at_s > KEPT_S:
                since_s = time.monotonic()
                self._schema = await self._read()
                self._read_at_s = since_s
            return self._schema

    async def layout(self, table: str) -> Layout:
        """Where the columns of a table are. Raises `SchemaChanged` where there is none any more."""
        if not self._layouts:
            await self.schema()
        if table not in self._layouts:
            raise SchemaChanged(f"{table} is not in the spreadsheet any more. Reload and try again.")
        return self._layouts[table]

    def forget(self) -> None:
        """It turned out to be another."""
        self._schema = None

    async def _read(self) -> Schema:
        budget = self.rows.client.budget()
        sheets = list((await self.rows.client.sheets(budget)).grids())
        notes = [f"Only the first {MOST_SHEETS} sheets are tables."] if len(sheets) > MOST_SHEETS else []
        sheets = sheets[:MOST_SHEETS]
        samples = await self._samples(sheets, budget)
        found: dict[str, Layout] = {}
        for several in self._at_once(sheets):
            for sheet, contents in await self._contents(several, notes, budget):
                title = sheet.properties.title
                key = self.keys.get(title, "")
                sample = samples.get(sheet.properties.sheet_id)
                layout = await to_thread.run_sync(layout_of, sheet, contents, sample, self.header_row, key)
                if layout is None:
                    notes.append(f"{quoted(title)} has no header in row {self.header_row}: it is no table.")
                    continue
                found[title] = self._same_or(layout)
                notes.extend(notes_of(layout, contents, key))
        self._layouts = found
        return self._made(notes)

    def _same_or(self, layout: Layout) -> Layout:
        """One that is equal is no new one, so that what was read by it still holds."""
        before = self._layouts.get(layout.table.name)
        return before if before == layout else layout

    def _made(self, notes: Sequence[str]) -> Schema:
        tables = link(one.table for one in self._layouts.values())
        version = hashlib.sha256(repr([*self._layouts.values()]).encode(errors="surrogatepass"))
        return Schema(tables, version.hexdigest()[:32], "Google Sheets", notes=tuple(notes))

    async def _samples(self, sheets: Sequence[Sheet], budget: Budget) -> dict[int, Sheet]:
        """Of those that have rows below the header; others cannot be asked for them."""
        filled = [one for one in sheets if one.properties.grid_properties.row_count > self.header_row]
        found: dict[int, Sheet] = {}
        for start in range(0, len(filled), SAMPLED_AT_ONCE):
            some = filled[start : start + SAMPLED_AT_ONCE]
            sampled = await self.rows.client.samples(some, self.header_row, budget)
            found |= {one.properties.sheet_id: one for one in sampled}
        return found

    def _at_once(self, sheets: Sequence[Sheet]) -> Iterator[list[Sheet]]:
        """The sheets in groups that one request can hold, if all of their cells were filled."""
        group: list[Sheet] = []
        cells = 0
        for sheet in sheets:
            grid = sheet.properties.grid_properties
            cells += grid.row_count * grid.column_count
            if group and cells > self.rows.most_cells:
                yield group
                group, cells = [], grid.row_count * grid.column_count
            group.append(sheet)
        if group:
            yield group

    async def _contents(
        self, sheets: Sequence[Sheet], notes: list[str], budget: Budget
    ) -> list[tuple[Sheet, Contents]]:
        """What the sheets hold; one that holds too much is left out, with a note."""
        try:
            sent = await self.rows.client.values([one.properties.title for one in sheets], budget)
            found = [(sheet, Contents.of(one)) for sheet, one in zip(sheets, sent, strict=True)]
            for sheet, contents in found:
                self.rows.require_size(sheet.properties.title, contents)
        except (SheetTooLarge, UpstreamTooLarge) as failure:
            if len(sheets) == 1:
                notes.append(failure.detail)
                return []
            each = [await self._contents([one], notes, budget) for one in sheets]
            return [one for several in each for one in several]
        return found
