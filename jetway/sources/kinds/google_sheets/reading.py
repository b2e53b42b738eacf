"""Reading: filters, orders, pages and sums over whole sheets, by what the core finishes lists with."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jetway.core.errors import NotFilterable
from jetway.core.expr import Compare, leaves
from jetway.core.finish import Finish, finish, matches
from jetway.core.told import told
from jetway.core.totals import Totals
from jetway.sources.kinds.google_sheets.rows import LINE, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.expr import Predicate
    from jetway.core.query import Aggregate, Expand, Read, Row
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
    totals = Totals(aggregate)
    for line in [line for line in lines if matches(aggregate.where, line.row)][: aggregate.of_first]:
        totals.add(line.row)
    return totals.rows()


def _require_comparable(table: str, where: Predicate) -> None:
    for leaf in leaves(where):
        if not isinstance(leaf, Compare) or leaf.column.part:
            raise NotFilterable(f"{table} cannot be filtered through a relation, or by parts of dates.")
