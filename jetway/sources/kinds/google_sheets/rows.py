"""Rows of a spreadsheet: whole sheets, kept for a few seconds, and asked for once by all who wait.

Knows no filter and no order; `reading` has those.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio
from anyio import to_thread

from jetway.core.errors import SchemaChanged, SheetTooLarge
from jetway.core.refused import ValueRefused
from jetway.sources.kinds.google_sheets.layout import Contents, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.sources.kinds.google_sheets.answers import ValueRange
    from jetway.sources.kinds.google_sheets.cells import Cell
    from jetway.sources.kinds.google_sheets.layout import Cells
    from jetway.sources.kinds.google_sheets.spreadsheet import SpreadsheetClient
    from jetway.sources.rest.session import Budget

KEPT_S = 5.0

LINE = ""
"""Under this name, which no column has, a row holds its `Line`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row where it lies: its number, its cells as they are, and what they are by column name."""

    number: int
    cells: Cells
    row: Mapping[str, object]

    def at(self, index: int) -> Cell:
        """The cell in that column."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(slots=True)
class _Kept:
    """The lines of a sheet, as of `since_s`, read when `changes` had been made."""

    layout: Layout
    lines: Sequence[Line]
    since_s: float
    changes: int


@dataclass(slots=True)
class Rows:
    """The rows of every sheet of one spreadsheet, of at most `most_cells` each."""

    client: SpreadsheetClient
    most_cells: int
    marks: bytes = field(default_factory=lambda: os.urandom(32))
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _locks: defaultdict[str, anyio.Lock] = field(default_factory=lambda: defaultdict(anyio.Lock))
    _changes: int = 0

    def mark_with(self, key: bytes) -> None:
        """Make the marks of rows with a key of the host, as every process does that has it."""
        self.marks = hashlib.blake2b(key, digest_size=32, person=b"jetway row marks").digest()
        self.forget()

    async def of(self, layout: Layout, budget: Budget) -> Sequence[Line]:
        """All lines of a sheet, as they were at most `KEPT_S` ago."""
        name = layout.table.name
        async with self._locks[name]:
            kept = self._kept.get(name)
            if kept is None or not self._holds(kept) or kept.layout is not layout:
                kept = await self._read(layout, budget)
                self._keep(kept)
            return kept.lines

    async def now(self, layout: Layout, budget: Budget) -> Sequence[Line]:
        """All lines of a sheet, as they are."""
        return (await self._read(layout, budget)).lines

    def forget(self) -> None:
        """Something was changed: formulas may look at it from everywhere."""
        self._changes += 1

    def line(self, layout: Layout, number: int, cells: Cells) -> Line:
        """A line, with its mark. Raises `ValueRefused` where its cells do not fit."""
        row = layout.row(cells)
        if layout.table.mark is not None:
            row[layout.table.mark.name] = self._mark(layout, number, cells)
        line = Line(number, cells, row)
        row[LINE] = line
        return line

    async def _read(self, layout: Layout, budget: Budget) -> _Kept:
        since_s, changes = time.monotonic(), self._changes
        [sent] = await self.client.values([layout.table.name], budget)
        # A thread, as a large sheet takes long enough to keep others waiting.
        return _Kept(layout, await to_thread.run_sync(self._lines, layout, sent), since_s, changes)

    def _lines(self, layout: Layout, sent: ValueRange) -> list[Line]:
        contents = Contents.of(sent)
        self.require_size(layout.table.name, contents)
        if not layout.fits(contents.header(layout.header_row)):
            raise _changed(layout)
        below = contents.below(layout.header_row)
        try:
            return [self.line(layout, number, cells) for number, cells in below]
        except ValueRefused:
            raise _changed(layout) from None

    def require_size(self, title: str, contents: Contents) -> None:
        """Raises `SheetTooLarge`."""
        if contents.cells > self.most_cells:
            raise SheetTooLarge(
                f"{title} holds {contents.cells} cells, and at most {self.most_cells} are read of a sheet. "
                "Move old rows to another file, or raise the limit in the source's options."
            )

    def _keep(self, kept: _Kept) -> None:
        """Only what still holds is kept beside it, so that sheets that nobody looks at take no memory."""
        self._kept = {name: one for name, one in self._kept.items() if self._holds(one)}
        self._kept[kept.layout.table.name] = kept

    def _holds(self, kept: _Kept) -> bool:
        return kept.changes == self._changes and time.monotonic() - kept.since_s < KEPT_S

    def _mark(self, layout: Layout, number: int, cells: Cells) -> str:
        """The number, and a digest of what people entered: no other row is taken for this one.

        The digest has a key: else whoever knows the rest of a row could try what a hidden column holds.
        """
        columns = [column for column in layout.table.columns if not column.generated]
        held = [cells[one.position] if one.position < len(cells) else None for one in columns]
        text = repr((number, held)).encode(errors="surrogatepass")
        return f"{number}-{hashlib.blake2b(text, key=self.marks, digest_size=16).hexdigest()}"


def _changed(layout: Layout) -> SchemaChanged:
    return SchemaChanged(
        f"The columns of {layout.table.name} are others than before, or hold values of another kind. "
        "Reload and try again."
    )
