"""What a sheet is as a table: where its columns are, of which types, and what tells its rows apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jetway.core.expr import Op
from jetway.core.refused import ValueRefused
from jetway.core.schema import Column, Func, Table, Type, ops_of
from jetway.sources.kinds.google_sheets.answers import NumberFormat, Sheet, TableColumn
from jetway.sources.kinds.google_sheets.cells import Cell, cell_of, letters, names_of, type_of, value_of
from jetway.sources.kinds.google_sheets.spreadsheet import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from jetway.sources.kinds.google_sheets.answers import CellData, RowData, ValueRange

MOST_CHARACTERS = 50_000
"""Of one cell, as Google has it."""

Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The cells of a sheet, row by row from the first one on; empty ones at the end are left out."""

    rows: tuple[Cells, ...]

    @classmethod
    def of(cls, sent: ValueRange) -> Contents:
        """From what the API sent."""
        return cls(tuple(tuple(map(cell_of, row)) for row in sent.values))

    @property
    def cells(self) -> int:
        """How many there are."""
        return sum(map(len, self.rows))

    def header(self, row: int) -> Cells:
        """The row of that number; none where the sheet ends before."""
        return self.rows[row - 1] if row <= len(self.rows) else ()

    def below(self, header_row: int) -> Iterator[tuple[int, Cells]]:
        """The rows below the header that hold something, with their numbers."""
        for number, row in enumerate(self.rows[header_row:], header_row + 1):
            if any(cell is not None for cell in row):
                yield number, row


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet as a table. A column's `position` is its place in the sheet, and `native` its letters.

    `formats`: how new cells of each column are to be shown. `append`: where new rows go.
    """

    table: Table
    sheet_id: int
    header_row: int
    formats: tuple[NumberFormat, ...]
    table_id: str = ""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.table.columns)

    @property
    def append_to(self) -> dict[str, object]:
        """What new rows are put behind the end of."""
        return {"tableId": self.table_id} if self.table_id else {"sheetId": self.sheet_id}

    @property
    def settable(self) -> frozenset[str]:
        """The columns that take values: those that no formula fills."""
        return frozenset(column.name for column in self.table.columns if column.writable)

    def fits(self, header: Sequence[Cell]) -> bool:
        """Whether the columns are still where they were."""
        names = [column.name for column in self.table.columns]
        return len(header) <= self.width and names_of(header, self.width) == names

    def row(self, cells: Sequence[Cell]) -> dict[str, object]:
        """A row by column name. Raises `ValueRefused` where a cell does not fit, or lies beyond."""
        if any(cell is not None for cell in cells[self.width :]):
            raise ValueRefused("has more columns than before")
        padded = (*cells[: self.width], *[None] * (self.width - len(cells)))
        return {
            column.name: value_of(column.type, cell)
            for column, cell in zip(self.table.columns, padded, strict=True)
        }


def layout_of(
    sheet: Sheet, contents: Contents, sample: Sheet | None, header_row: int, key: str = ""
) -> Layout | None:
    """The sheet as a table with `key`, if it has that column; `None` for one without a header."""
    header = contents.header(header_row)
    if not any(cell is not None for cell in header):
        return None
    rows = [cells for _, cells in contents.below(header_row)]
    width = max(map(len, (header, *rows)))
    found = sheet.table_at(header_row)
    declared = _declared(sheet, header_row)
    lines = sample.data[0].row_data if sample is not None and sample.data else ()
    columns, formats = [], []
    for index, name in enumerate(names_of(header, width)):
        sampled = [line.at(index) for line in _filled(lines)]
        cells = [row[index] for row in rows if index < len(row)]
        columns.append(_column(index, name, cells, sampled, declared.get(index)))
        formats.append(_format(sampled))
    table = _table(sheet.properties.title, tuple(columns), key)
    table_id = found.table_id if found is not None else ""
    return Layout(table, sheet.properties.sheet_id, header_row, tuple(formats), table_id)


def _declared(sheet: Sheet, header_row: int) -> dict[int, TableColumn]:
    """What a table of Google's says of the sheet's columns, by their places."""
    table = sheet.table_at(header_row)
    if table is None:
        return {}
    return {table.range.start_column_index + one.column_index: one for one in table.column_properties}


def _filled(lines: Sequence[RowData]) -> list[RowData]:
    """Rows with something in them; the format of empty rows tells nothing."""
    return [line for line in lines if any(one.is_filled for one in line.values)]


def _column(
    index: int, name: str, cells: Collection[Cell], sampled: Sequence[CellData], said: TableColumn | None
) -> Column:
    shown = {one.effective_format.number_format.type for one in sampled} - {""}
    type_ = type_of(cells, shown, said.column_type if said else "")
    formulas = [one.is_computed for one in sampled]
    return Column(
        name,
        type_,
        letters(index),
        index,
        generated=bool(formulas) and all(formulas),
        length=MOST_CHARACTERS if type_ is Type.TEXT else None,
        options=_options(said) if said is not None and type_ is Type.ENUM else (),
        ops=ops_of(type_),
        keyset=False,
    )


def _options(said: TableColumn) -> tuple[str, ...]:
    return tuple(one.user_entered_value for one in said.data_validation_rule.condition.values)


def _format(sampled: Sequence[CellData]) -> NumberFormat:
    """How the last of the sampled cells is shown."""
    found = [one.effective_format.number_format for one in sampled]
    return next((one for one in reversed(found) if one.type), NumberFormat())


def _table(title: str, columns: tuple[Column, ...], key: str) -> Table:
    if any(column.name == key for column in columns):
        columns = tuple(
            replace(column, nullable=False) if column.name == key else column for column in columns
        )
    bare = Table(
        title,
        title,
        columns,
        key=(key,) if any(column.name == key for column in columns) else (),
        aggregates=frozenset(Func),
        related=False,
        plain=True,
        natural=(),
        atomic=False,
    )
    return bare if bare.key else replace(bare, mark=_mark(columns))


def _mark(columns: tuple[Column, ...]) -> Column:
    """It looks at what people enter; what a formula says may be another at each look."""
    name = "_row"
    while any(column.name == name for column in columns):
        name += "_"
    entered = tuple(column.name for column in columns if not column.generated)
    return Column(
        name,
        Type.TEXT,
        "row",
        len(columns),
        nullable=False,
        generated=True,
        ops=frozenset({Op.EQ, Op.IN}),
        sortable=False,
        keyset=False,
        pins=entered,
    )


def notes_of(layout: Layout, contents: Contents, key: str) -> Iterator[str]:
    """What people should know of the sheet's key."""
    title = quoted(layout.table.name)
    if not key:
        return
    if not layout.table.key:
        yield f"{title} has no column {key!r}, its key as the options say. Its rows are told by their places."
        return
    held = [layout.row(cells)[key] for _, cells in contents.below(layout.header_row)]
    if None in held:
        yield f"{title} has rows without {key!r}, its key. They can be seen and not changed."
    if len(set(held) - {None}) < len([one for one in held if one is not None]):
        yield f"{title} has the same {key!r}, its key, in several rows. They can be seen and not changed."
