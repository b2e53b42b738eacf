"""What Google Sheets answers, as far as it is looked at here.

The names are those of the API (sheets v4); what is left out of an answer is 0, "" or empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from jetway.core.errors import AppChanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jetway.sources.kinds.google_sheets.cells import Cell

Shape = TypeVar("Shape")


class Answer(msgspec.Struct, frozen=True, rename="camel"):
    """A part of an answer."""


class GridRange(Answer, frozen=True):
    """Cells of a sheet, from a start to an end behind it. Without an end, to the sheet's."""

    start_row_index: int = 0
    end_row_index: int | None = None
    start_column_index: int = 0
    end_column_index: int | None = None

    def has(self, row: int, column: int) -> bool:
        """Whether the cell is within, counted from 0."""
        below = self.start_row_index <= row and (self.end_row_index is None or row < self.end_row_index)
        right = self.start_column_index <= column
        return below and right and (self.end_column_index is None or column < self.end_column_index)

    @property
    def is_tall(self) -> bool:
        """Whether it has cells of several rows."""
        return self.end_row_index is None or self.end_row_index - self.start_row_index > 1


class Grid(Answer, frozen=True):
    """How large a sheet is, its empty cells included."""

    row_count: int = 0
    column_count: int = 0


class Properties(Answer, frozen=True):
    """What a sheet is called, and what is in it."""

    title: str
    sheet_id: int = 0
    sheet_type: str = "GRID"
    grid_properties: Grid = Grid()


class Said(Answer, frozen=True):
    """A value of a condition, as somebody typed it."""

    user_entered_value: str = ""


class Condition(Answer, frozen=True):
    """What a cell is checked by."""

    type: str = ""
    values: tuple[Said, ...] = ()


class Validation(Answer, frozen=True):
    """The values that a dropdown offers."""

    condition: Condition = Condition()


class TableColumn(Answer, frozen=True):
    """A column of a table of Google's, counted within it."""

    column_index: int = 0
    column_type: str = ""
    data_validation_rule: Validation = Validation()


class SheetTable(Answer, frozen=True):
    """A part of a sheet that somebody made a table."""

    table_id: str
    range: GridRange
    column_properties: tuple[TableColumn, ...] = ()


class Protected(Answer, frozen=True):
    """Cells that not everybody may change."""

    range: GridRange = GridRange()
    requesting_user_can_edit: bool = False
    warning_only: bool = False
    unprotected_ranges: tuple[GridRange, ...] = ()

    def has(self, row: int, column: int) -> bool:
        """Whether we may not change the cell."""
        if self.requesting_user_can_edit or self.warning_only or not self.range.has(row, column):
            return False
        return not any(one.has(row, column) for one in self.unprotected_ranges)


class NumberFormat(Answer, frozen=True):
    """How a number is shown, hence whether it is a date."""

    type: str = ""
    pattern: str = ""


class Format(Answer, frozen=True):
    """How a cell is shown."""

    number_format: NumberFormat = NumberFormat()


class Entered(Answer, frozen=True):
    """What was put into a cell: one of these."""

    number_value: float | None = None
    string_value: str | None = None
    bool_value: bool | None = None
    formula_value: str | None = None

    @property
    def cell(self) -> Cell:
        """The value; `None` for none, and for a formula."""
        found = (self.bool_value, self.number_value, self.string_value or None)
        return next((one for one in found if one is not None), None)


class CellData(Answer, frozen=True):
    """A cell with all that is known of it."""

    user_entered_value: Entered = Entered()
    effective_value: Entered | None = None
    effective_format: Format = Format()

    @property
    def is_filled(self) -> bool:
        """Whether it holds more than a format."""
        return self.effective_value is not None or self.user_entered_value != Entered()

    @property
    def is_computed(self) -> bool:
        """Whether a formula fills it: its own, or one elsewhere whose result reaches this far."""
        entered = self.user_entered_value
        return entered.formula_value is not None or (
            entered.cell is None and self.effective_value is not None
        )


class RowData(Answer, frozen=True):
    """Cells side by side, the empty ones at the end left out."""

    values: tuple[CellData, ...] = ()

    def at(self, index: int) -> CellData:
        """The cell in that column."""
        return self.values[index] if index < len(self.values) else CellData()


class GridData(Answer, frozen=True):
    """Rows below each other from `start_row` on, the empty ones at the end left out."""

    start_row: int = 0
    row_data: tuple[RowData, ...] = ()

    @property
    def first(self) -> RowData:
        """The first row."""
        return self.row_data[0] if self.row_data else RowData()


class Sheet(Answer, frozen=True):
    """A sheet; `data` holds the ranges that were asked for."""

    properties: Properties
    data: tuple[GridData, ...] = ()
    merges: tuple[GridRange, ...] = ()
    protected_ranges: tuple[Protected, ...] = ()
    tables: tuple[SheetTable, ...] = ()

    def table_at(self, header_row: int) -> SheetTable | None:
        """The table whose header is the sheet's."""
        return next((one for one in self.tables if one.range.start_row_index == header_row - 1), None)


class Spreadsheet(Answer, frozen=True):
    """A file of sheets."""

    sheets: tuple[Sheet, ...] = ()

    def grids(self) -> Iterator[Sheet]:
        """The sheets that hold cells, and not a chart alone."""
        return (one for one in self.sheets if one.properties.sheet_type == "GRID")


class ValueRange(Answer, frozen=True):
    """The values of a range; trailing empty rows and cells are left out."""

    range: str = ""
    values: tuple[tuple[object, ...], ...] = ()


class Values(Answer, frozen=True):
    """The values of several ranges, in the order asked for."""

    value_ranges: tuple[ValueRange, ...] = ()


class Metadata(Answer, frozen=True):
    """What marks a row, and moves with it."""

    metadata_id: int


class CreatedMetadata(Answer, frozen=True):
    """That a row was marked."""

    developer_metadata: Metadata


class Reply(Answer, frozen=True):
    """What came of one request of several."""

    create_developer_metadata: CreatedMetadata | None = None


class Updated(Answer, frozen=True):
    """What came of several requests, and the sheets behind them."""

    replies: tuple[Reply, ...] = ()
    updated_spreadsheet: Spreadsheet = Spreadsheet()


class WrittenRange(Answer, frozen=True):
    """What one range holds after it was written."""

    updated_range: str = ""
    updated_data: ValueRange = ValueRange()


class Written(Answer, frozen=True):
    """What came of writing."""

    responses: tuple[WrittenRange, ...] = ()


def shaped(body: object, shape: type[Shape]) -> Shape:
    """An answer as `shape`. Raises `AppChanged` for another one."""
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        raise AppChanged(f"Google Sheets answers in another shape: {error}.") from None
