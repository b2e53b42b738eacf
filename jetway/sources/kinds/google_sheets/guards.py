"""What a row is looked at for right before it is changed: that it is still the one, and may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import AppChanged, CellNotWritable, ChangedMeanwhile, SchemaChanged
from jetway.sources.rest.foreseen import refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from jetway.sources.kinds.google_sheets.answers import GridRange, Protected, RowData, Sheet
    from jetway.sources.kinds.google_sheets.layout import Layout
    from jetway.sources.kinds.google_sheets.rows import Line


def require_same(layout: Layout, line: Line, seen: Sheet) -> None:
    """The row and the header are those that were found; what formulas say may differ."""
    header, row = _seen(seen, layout.header_row), _seen(seen, line.number)
    held = [one.user_entered_value.cell for one in header.values]
    formulas = any(one.is_computed for one in header.values)
    if not formulas and not layout.fits(held):
        raise SchemaChanged(f"The columns of {layout.table.name} are others by now. Reload and try again.")
    for index in range(max(layout.width, len(row.values))):
        cell = row.at(index)
        if not cell.is_computed and cell.user_entered_value.cell != line.at(index):
            raise ChangedMeanwhile("Somebody has changed or moved the row just now. Load it again.")


def require_writable(layout: Layout, line: Line, seen: Sheet, columns: Collection[int]) -> None:
    """Raises `CellNotWritable` for cells that hold a formula, are merged, or protected from us."""
    row = _seen(seen, line.number)
    names = {index: layout.table.columns[index].name for index in columns}
    at = line.number - 1
    merged = [name for index, name in names.items() if any(one.has(at, index) for one in seen.merges)]
    guarded = [
        name for index, name in names.items() if any(one.has(at, index) for one in seen.protected_ranges)
    ]
    formulas = [name for index, name in names.items() if row.at(index).is_computed]
    if guarded:
        raise refused(CellNotWritable, guarded, "is protected in the sheet; let the service account edit it")
    if merged:
        raise refused(
            CellNotWritable, merged, "is merged with other cells; take the cells apart in the sheet"
        )
    if formulas:
        raise refused(CellNotWritable, formulas, "is filled by a formula; change that in the sheet")


def require_deletable(layout: Layout, line: Line, seen: Sheet) -> None:
    """Raises `CellNotWritable`, without names: the cells may be of columns that are hidden from who asks."""
    guarded: list[GridRange | Protected] = [
        *seen.protected_ranges,
        *(one for one in seen.merges if one.is_tall),
    ]
    if any(one.has(line.number - 1, index) for one in guarded for index in range(layout.width)):
        raise CellNotWritable(
            "The row has cells that are protected, or merged with other rows. Change that in the sheet first."
        )


def _seen(seen: Sheet, number: int) -> RowData:
    """The row of that number, which was asked for."""
    for one in seen.data:
        if one.start_row == number - 1:
            return one.first
    raise AppChanged("Google Sheets sent other rows than those that it was asked for.")
