"""One change of one row of a sheet, where others may insert, sort and type at the same moment.

A row is found in the sheet as it is now, pinned by metadata that moves with it, looked at again, and written
by its pin: the server finds it. Google deletes rows by their numbers alone; there the row is looked at right
before, and a moment remains in which somebody may insert another one above it.
"""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio

from jetway.core.errors import (
    AppChanged,
    InvalidBody,
    InvalidReference,
    InvalidValue,
    NotUnique,
    SchemaChanged,
    UnknownRow,
)
from jetway.core.finish import matches
from jetway.core.query import Delete, Insert, Update
from jetway.core.refused import ValueRefused
from jetway.core.schema import Type
from jetway.sources.kinds.google_sheets.cells import cell_for, cell_of
from jetway.sources.kinds.google_sheets.guards import require_deletable, require_same, require_writable
from jetway.sources.rest.foreseen import (
    noted,
    ready,
    refused,
    require_check,
    require_expected,
    require_settable,
    told_row,
    written,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping

    from jetway.core.audit import Event, Trail
    from jetway.core.query import Changes, Row
    from jetway.sources.keeping import TakesEvents
    from jetway.sources.kinds.google_sheets.answers import WrittenRange
    from jetway.sources.kinds.google_sheets.cells import Cell
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.layout import Layout
    from jetway.sources.kinds.google_sheets.rows import Line, Rows
    from jetway.sources.rest.session import Budget

_ROW_OF = re.compile(r"![A-Z]*([0-9]+)")
UNPIN_S = 5.0


@dataclass(slots=True)
class Writer:
    """Changes rows of one spreadsheet, and has each change noted by `keeper`."""

    description: Description
    rows: Rows
    keeper: TakesEvents | None = None

    async def write(self, write: Insert | Update | Delete, trail: Trail | None) -> Row:
        """The row as it is then; `{}` for a deletion."""
        budget = self.rows.client.budget()
        layout = await self.description.layout(write.table.name)
        try:
            match write:
                case Insert():
                    return await self._insert(layout, write, trail, budget)
                case Update():
                    return await self._update(layout, write, trail, budget)
                case Delete():
                    return await self._delete(layout, write, trail, budget)
        except SchemaChanged:
            self.description.forget()
            raise
        finally:
            self.rows.forget()

    async def _insert(self, layout: Layout, insert: Insert, trail: Trail | None, budget: Budget) -> Row:
        """Noted when it is done: it has no key before."""
        require_settable(insert.values, layout.settable)
        cells = _cells(insert.values)
        if all(cell is None for cell in cells.values()):
            raise InvalidBody("A row without a value is no row in a sheet. Send at least one.")
        blank = {column.name: None for column in layout.table.columns}
        require_check(insert.check, blank, insert.values)
        await self._require_references(insert, budget)
        _require_free_key(layout, insert.values, await self.rows.now(layout, budget))
        await self.rows.client.append(layout.append_to, _appended(layout, cells), budget)
        line = _newest(await self.rows.now(layout, budget), cells)
        if trail is not None and self.keeper is not None:
            secret = trail.secret(insert.table.name, [column for column, _ in insert.values])
            await self.keeper.note(
                [trail.created(insert.table, written(trail, insert.table, line.row), secret)]
            )
        return told_row(insert.returning, line.row)

    async def _update(self, layout: Layout, update: Update, trail: Trail | None, budget: Budget) -> Row:
        require_settable(update.values, layout.settable)
        cells = _cells(update.values)
        line = await self._current(layout, update, budget)
        require_check(update.check, line.row, update.values)
        await self._require_references(update, budget)
        changed = _changed(layout, line, cells)
        if not changed:
            return told_row(update.returning, line.row)
        event = _updated(trail, update, line)
        async with self._pinned(layout, line, changed, budget) as pin, noted(self.keeper, event):
            now = await self.rows.client.write(pin, changed, layout.width, budget)
        return told_row(update.returning, self._stored(layout, now).row)

    async def _delete(self, layout: Layout, delete: Delete, trail: Trail | None, budget: Budget) -> Row:
        line = await self._current(layout, delete, budget)
        event = None
        if trail is not None:
            key = {name: line.row[name] for name in layout.table.key}
            event = trail.deleted(delete.table, key | dict(written(trail, delete.table, line.row)))
        async with noted(self.keeper, event):
            numbers = [layout.header_row, line.number]
            seen = await self.rows.client.look(layout.table.name, numbers, budget)
            require_same(layout, line, seen)
            require_deletable(layout, line, seen)
            await self.rows.client.delete(layout.sheet_id, line.number, budget)
        return {}

    async def _current(self, layout: Layout, write: Update | Delete, budget: Budget) -> Line:
        """The row, as it is now. Raises `UnknownRow`, and where it is not as it was seen."""
        found = [line for line in await self.rows.now(layout, budget) if matches(write.where, line.row)]
        if not found:
            raise UnknownRow("There is no such row: it was deleted, moved or changed since. Load it again.")
        if len(found) > 1:
            raise refused(NotUnique, layout.table.key, "is the same in several rows; make it unique first")
        if write.expected is not None:
            require_expected(write.expected, found[0].row)
        return found[0]

    @asynccontextmanager
    async def _pinned(
        self, layout: Layout, line: Line, changed: Collection[int], budget: Budget
    ) -> AsyncIterator[int]:
        """The mark of a row that is still the one that was seen, and may be written."""
        name, numbers = layout.table.name, [layout.header_row, line.number]
        pin, seen = await self.rows.client.pin(layout.sheet_id, name, numbers, budget)
        try:
            require_same(layout, line, seen)
            require_writable(layout, line, seen, changed)
            yield pin
        finally:
            with anyio.move_on_after(UNPIN_S, shield=True):
                await self.rows.client.unpin(pin, self.rows.client.budget())

    async def _require_references(self, write: Insert | Update, budget: Budget) -> None:
        for one in write.references:
            lines = await self.rows.of(await self.description.layout(one.table.name), budget)
            if not any(matches(one.where, line.row) for line in lines):
                raise refused(InvalidReference, one.columns, "points at no row that you may see")

    def _stored(self, layout: Layout, now: WrittenRange) -> Line:
        """The row as it is behind the change. Where it does not fit any more, the columns are others."""
        place = _ROW_OF.search(now.updated_range)
        values = now.updated_data.values
        if place is None or len(values) != 1:
            raise AppChanged("Google Sheets did not say which row it has changed. Load the row again.")
        try:
            return self.rows.line(layout, int(place[1]), tuple(map(cell_of, values[0])))
        except ValueRefused:
            raise SchemaChanged("The row was changed, and its columns are others by now. Reload.") from None


def _cells(changes: Changes) -> dict[int, Cell]:
    """The cells of a change by their columns. Raises `InvalidValue`."""
    cells: dict[int, Cell] = {}
    for column, value in changes:
        try:
            cells[column.position] = cell_for(column.type, value)
        except ValueRefused as refusal:
            raise refused(InvalidValue, [column.name], str(refusal)) from None
    return cells


def _changed(layout: Layout, line: Line, cells: Mapping[int, Cell]) -> dict[int, Cell]:
    """Those that hold another value than before."""

    def held(index: int, cell: Cell) -> object:
        return layout.row((*[None] * index, cell))[layout.table.columns[index].name]

    return {
        index: cell
        for index, cell in cells.items()
        if held(index, cell) != line.row[layout.table.columns[index].name]
    }


def _updated(trail: Trail | None, update: Update, line: Line) -> Event | None:
    """What differs, of what may be written down; of a table without a key, the whole row before."""
    if trail is None:
        return None
    table = trail.table(update.table.name)
    may = {column.name for column in trail.columns(table.name)}
    after = {name: value for name, value in ready(update.values).items() if name in may}
    wanted = {*after, *table.key} if table.key else may
    before = {name: line.row[name] for name in line.row if name in wanted}
    return trail.updated(update.table, before, after)


def _require_free_key(layout: Layout, changes: Changes, lines: Collection[Line]) -> None:
    for column, value in changes:
        if column.name in layout.table.key and any(line.row[column.name] == value for line in lines):
            raise refused(NotUnique, [column.name], "is there already, in another row")


def _appended(layout: Layout, cells: Mapping[int, Cell]) -> list[object]:
    """The cells of a new row: what each holds, and how it is shown, as in the rows above."""
    return [_entered(cells.get(index)) | _shown(layout, index) for index in range(layout.width)]


def _entered(cell: Cell) -> dict[str, object]:
    match cell:
        case None:
            return {}
        case bool():
            return {"userEnteredValue": {"boolValue": cell}}
        case str():
            return {"userEnteredValue": {"stringValue": cell}}
        case _:
            return {"userEnteredValue": {"numberValue": cell}}


_USUAL = {Type.DATE: "DATE", Type.TIMESTAMP: "DATE_TIME", Type.TIME: "TIME"}


def _shown(layout: Layout, index: int) -> dict[str, object]:
    shown = layout.formats[index]
    type_ = shown.type or _USUAL.get(layout.table.columns[index].type, "")
    if not type_:
        return {}
    pattern = {"pattern": shown.pattern} if shown.pattern else {}
    return {"userEnteredFormat": {"numberFormat": {"type": type_} | pattern}}


def _newest(lines: Collection[Line], cells: Mapping[int, Cell]) -> Line:
    """The last row that holds what was put into a new one."""
    for line in reversed(list(lines)):
        if all(line.at(index) == cell for index, cell in cells.items()):
            return line
    raise UnknownRow("The row was made, and somebody has changed it already. Load the list again.")
