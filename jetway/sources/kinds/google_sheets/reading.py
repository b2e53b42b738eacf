"""Reading: filters, orders, pages and sums over whole sheets, by what the core finishes lists with."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.errors import NotFilterable
from jetway.core.expr import Compare, leaves
from jetway.core.finish import Finish, finish, matches
from jetway.core.schema import Func
from jetway.core.told import told
from jetway.sources.kinds.google_sheets.rows import LINE, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.expr import Predicate
    from jetway.core.query import Aggregate, Expand, Measure, Read, Row
    from jetway.core.schema import Column

    Lines: TypeAlias = Mapping[str, Sequence[Line]]
    """The lines of each sheet, by the name of its table."""


def tables_of(read: Read | Expand) -> set[str]:
    """The sheets that a read looks at."""
    return {read.table.name}.union(*map(tables_of, read.expand))


def rows_of(read: Read, lines: Lines) -> list[Row]:
    """The rows of `read`."""
    _require_comparable(read.table.name, read.where)
    rest = Finish(read.where, read.order, read.columns, read.limit, read.offset)
    page, _ = finish((line.row for line in lines[read.table.name]), rest)
    brought = [(one.relation.name, _brought(one, lines)) for one in read.expand]
    return [_told(row, read.columns, brought) for row in page]


def _told(
    row: Row, columns: Sequence[Column], brought: Sequence[tuple[str, Callable[[Row], Row | None]]]
) -> Row:
    line = row[LINE]
    assert isinstance(line, Line)
    shown = {column.name: row[column.name] for column in columns}
    return shown | {name: find(line.row) for name, find in brought}


def _brought(expand: Expand, lines: Lines) -> Callable[[Row], Row | None]:
    """What finds the row that another one refers to."""
    _require_comparable(expand.table.name, expand.where)
    there: dict[tuple[object, ...], Row] = {}
    for line in lines[expand.table.name]:
        if matches(expand.where, line.row):
            there.setdefault(tuple(line.row[name] for name in expand.relation.target_columns), line.row)
    inner = [(one.relation.name, _brought(one, lines)) for one in expand.expand]

    def find(row: Row) -> Row | None:
        key = tuple(row[name] for name in expand.relation.columns)
        found = None if None in key else there.get(key)
        if found is None:
            return None
        shown = {column.name: told(column, found[column.name]) for column in expand.columns}
        return shown | {name: further(found) for name, further in inner}

    return find


def sums_of(aggregate: Aggregate, lines: Sequence[Line]) -> list[Row]:
    """A row for each group, in the order of the groups."""
    _require_comparable(aggregate.table.name, aggregate.where)
    if any(group.unit for group in aggregate.groups):
        raise NotFilterable(f"Rows of {aggregate.table.name} cannot be grouped by parts of dates.")
    found = [line.row for line in lines if matches(aggregate.where, line.row)][: aggregate.of_first]
    columns = [group.column for group in aggregate.groups]
    groups: dict[tuple[object, ...], list[Row]] = {} if columns else {(): []}
    for row in found:
        groups.setdefault(tuple(row[column.name] for column in columns), []).append(row)
    names = ["group", *(f"group_{number}" for number in range(2, len(columns) + 1))][: len(columns)]
    ordered = sorted(groups, key=lambda key: [_place(*one) for one in zip(columns, key, strict=True)])
    return [
        dict(zip(names, key, strict=True))
        | {measure.name: _measured(measure, groups[key]) for measure in aggregate.measures}
        for key in ordered[: aggregate.limit]
    ]


def _place(column: Column, value: object) -> tuple[bool, object]:
    """Where a group stands: those without a value first."""
    return value is not None, values.sortable(column, value) if value is not None else 0


def _measured(measure: Measure, rows: Sequence[Row]) -> object:
    if measure.column is None:
        return len(rows)
    column = measure.column
    held = [row[column.name] for row in rows if row[column.name] is not None]
    if measure.func is Func.COUNT:
        return len(held)
    if not held:
        return None
    if measure.func in (Func.MIN, Func.MAX):
        ordered = sorted(held, key=lambda value: _place(column, value))
        return ordered[0] if measure.func is Func.MIN else ordered[-1]
    numbers = [value for value in held if isinstance(value, int | float)]
    return sum(numbers) if measure.func is Func.SUM else sum(numbers) / len(numbers)


def _require_comparable(table: str, where: Predicate) -> None:
    for leaf in leaves(where):
        if not isinstance(leaf, Compare) or leaf.column.part:
            raise NotFilterable(f"{table} cannot be filtered through a relation, or by parts of dates.")
